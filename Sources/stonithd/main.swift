DaemonProcess.main()
