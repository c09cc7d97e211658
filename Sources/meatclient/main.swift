MeatclientCommand.main()
