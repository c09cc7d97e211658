/// What `crm configure --help` prints.
enum ConfigureUsage {
    static let text = """
        usage: crm configure [-c CIB] COMMAND

          show [xml] [ID…]              print the configuration, or some objects of it
          save [xml] [ID…] FILE         the same into a file, passwords included
          load [xml] METHOD FILE        METHOD is replace, update or push; FILE may be -
          STATEMENT                     add one object, set values or attributes: primitive a Dummy
          delete ID…                    remove objects, and constraints that would name them
          verify                        check the CIB
          validate FILE                 check a text without a CIB

        The CIB is a file: -c (--cib-file), or the variable CIB_file. Besides ids, show and save take type:KIND,
        tag:TAG and related:ID. With -f (--force) load takes what crm_verify refuses, and a text without a statement, a
        STATEMENT goes in the place of what is there, and delete passes over what is not there. Manual: crm(8)

        """
}
