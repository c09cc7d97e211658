JournalProgram.main()
