import ClusterSimulation
import Testing

@Suite struct OperationSpecificationTests {
    @Test func everyPartIsRead() throws {
        let operation = try OperationSpecification("my_db:0_migrate_to_10000@node-1.example=194")
        #expect(operation.resource == "my_db:0")
        #expect(operation.task == "migrate_to")
        #expect(operation.intervalMilliseconds == 10_000)
        #expect(operation.node == "node-1.example")
        #expect(operation.code == 194)
        #expect(operation.key == "my_db:0_migrate_to_10000")
    }

    @Test func theLastSignsCount() throws {
        let operation = try OperationSpecification("a@b=c_start_0@pm01=1")
        #expect(operation.resource == "a@b=c" && operation.node == "pm01" && operation.code == 1)
    }

    @Test(arguments: [
        "", "vip", "vip_monitor_0", "vip_monitor_0@pm01", "vip_monitor_0@=1", "vip_monitor_0@pm01=",
        "vip_monitor_0@pm01=x", "vip_monitor_0@pm01=-1", "vip_monitor_0@pm01=256", "vip_monitor@pm01=1",
        "_monitor_0@pm01=1", "monitor_0@pm01=1", "vip_dance_0@pm01=1", "vip_monitor_-1@pm01=1",
        "vip_monitor_99999999999999999999@pm01=1", "=@", "@=", "é_start_0@=",
    ])
    func whatIsNoneIsRefused(_ text: String) {
        #expect(throws: InjectionError.self) { try OperationSpecification(text) }
    }

    @Test func theErrorSaysWhatIsWrong() {
        let error = #expect(throws: InjectionError.self) { try OperationSpecification("vip_dance_0@pm01=1") }
        #expect(error?.text.contains("the task must be one of start, stop, monitor") == true)
    }
}
