enum CommandInterfaceFrame {}
