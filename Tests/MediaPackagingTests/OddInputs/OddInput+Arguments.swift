/// What most recipes have in common.
extension OddInput {
    /// Test pictures, black for the first second.
    static func picture(_ seconds: Double = 5, rate: String = "25", size: String = "160x90") -> [String] {
        let black = "drawbox=enable='lt(t,1)':color=black:t=fill"
        return ["-f", "lavfi", "-i", "testsrc2=size=\(size):rate=\(rate):duration=\(seconds),\(black)"]
    }

    /// A tone, silent for the first second, the same on all channels.
    static func sound(_ seconds: Double = 5, rate: Int = 48_000, channels: Int = 1) -> [String] {
        let tone = "if(lt(t,1),0,0.5*sin(2*PI*440*t))"
        let tones = Array(repeating: tone, count: channels).joined(separator: "|")
        let layout = [1: "mono", 2: "stereo", 6: "5.1", 8: "7.1"][channels] ?? "\(channels)c"
        return ["-f", "lavfi", "-i", "aevalsrc='\(tones)':s=\(rate):d=\(seconds):c=\(layout)"]
    }

    static let both = Self.picture() + Self.sound()

    /// A key frame every second.
    static func h264(_ options: String...) -> [String] {
        ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "25", "-keyint_min", "25"]
            + ["-sc_threshold", "0", "-threads", "1"] + options
    }

    static let bPictures = ["-preset", "veryfast", "-bf", "3", "-b_strategy", "0"]
    static let aac = ["-c:a", "aac", "-b:a", "48k"]
    static let mp3 = ["-c:a", "libmp3lame", "-b:a", "64k"]

    static func copy(_ name: String, before: [String] = []) -> [String] {
        before + ["-i", "@\(name)", "-map", "0", "-c", "copy"]
    }
}
