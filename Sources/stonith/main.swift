StonithCommand.main()
