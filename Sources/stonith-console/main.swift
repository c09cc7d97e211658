ConsoleProgram.main()
