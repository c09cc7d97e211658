import Testing

@testable import HelperCore

@Suite struct CommandWordTests {
    @Test(arguments: [
        ("/usr/sbin/crm_resource -r vip -W | grep -q `hostname`", CommandWord.path("/usr/sbin/crm_resource")),
        ("  crm_resource -r vip", .name("crm_resource")), ("./check", .path("./check")), ("grep", .name("grep")),
        ("`which crm_resource` -r vip", .shells), ("$CHECK", .shells), ("\"/a b/check\"", .shells), ("true", .shells),
        ("if test -e /run/active; then exit 0; fi", .shells), ("! pgrep postgres", .shells),
        ("LANG=C crm_resource", .shells), ("(crm_resource)", .shells), ("false;", .shells), ("~/check", .shells),
    ])
    func theFirstWordIsJudgedWhereItCanBe(command: String, word: CommandWord) {
        #expect(CommandWord(of: command) == word)
    }

    @Test(arguments: ["", "  \t\n"]) func blankIsNoCommand(command: String) {
        #expect(CommandWord(of: command) == nil)
    }
}
