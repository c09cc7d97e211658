import Glibc

exit(CrmProgram.run(CommandLine.arguments))
