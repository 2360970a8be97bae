import ArgumentParser

struct Disc: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Carries courses on discs and sticks where the line is too narrow.",
        discussion: """
            A school writes on a stick what it lacks; where the courses are, the stick is filled; the school imports it.

            Examples:
              lectern-edge disc request /media/usb --data /var/lib/lectern    at the school
              lectern-edge disc export /media/usb --data /var/lib/lectern     at the county
              lectern-edge disc import /media/usb --data /var/lib/lectern     at the school
            """,
        subcommands: [DiscRequestCommand.self, DiscExportCommand.self, DiscImportCommand.self]
    )
}
