MetadataProgram.main()
