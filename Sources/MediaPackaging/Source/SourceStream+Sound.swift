import CLibAV
import ISOMedia

extension SourceStream {
    /// A stream of sound.
    ///
    /// - Throws: `unsupportedCodec`, with the codec's name, for what cannot be decoded; `damaged` without a sample rate.
    static func sound(_ stream: UnsafeMutablePointer<AVStream>) throws(PackagingError) -> SourceStream {
        let parameters = try Self.parameters(of: stream)
        guard parameters.sample_rate > 0, parameters.ch_layout.nb_channels > 0 else {
            throw PackagingError(.damaged, "the sound has no sample rate")
        }
        let configuration = Self.configuration(of: parameters)
        let sound = Sound(
            channels: configuration?.channels ?? Int(parameters.ch_layout.nb_channels),
            sampleRateHertz: configuration?.sampleRateHertz ?? Int(parameters.sample_rate)
        )
        return SourceStream(
            index: stream.pointee.index,
            content: .sound(sound),
            copying: configuration.map { .aac($0) },
            reasons: configuration == nil ? [Self.reason(parameters)] : [],
            timeBase: stream.pointee.time_base,
            timescale: Int64(sound.sampleRateHertz),
            language: Self.language(of: stream),
            sampleTicks: Int64(parameters.frame_size > 0 ? parameters.frame_size : 1024),
            hasADTSHeaders: configuration != nil && parameters.extradata_size == 0
        )
    }

    private static func reason(_ parameters: AVCodecParameters) -> PackagingReport.Reason {
        let isAAC = parameters.codec_id == AV_CODEC_ID_AAC
        return PackagingReport.Reason(isAAC ? .profile : .codec, Self.name(of: parameters))
    }

    /// - Returns: nil for all but AAC-LC, which is copied.
    private static func configuration(of parameters: AVCodecParameters) -> AACConfiguration? {
        let isLowComplexity = [FF_PROFILE_AAC_LOW, FF_PROFILE_MPEG2_AAC_LOW, FF_PROFILE_UNKNOWN]
            .contains(parameters.profile)
        guard parameters.codec_id == AV_CODEC_ID_AAC, isLowComplexity else { return nil }
        let extradata = Self.extradata(of: parameters)
        let configuration =
            extradata.isEmpty
            ? AACConfiguration(
                sampleRateHertz: Int(parameters.sample_rate),
                channels: Int(parameters.ch_layout.nb_channels)
            ) : AACConfiguration(bytes: extradata)
        return configuration.flatMap { $0.objectType == 2 ? $0 : nil }
    }
}
