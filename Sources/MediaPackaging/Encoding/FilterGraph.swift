import CLibAV
import CLibAVFilter

/// A chain of filters with one input and one output; owns an `AVFilterGraph`.
final class FilterGraph {
    /// More help little at these sizes.
    private static let threadsMax: Int32 = 4

    /// Of the frames that come out.
    let timeBase: AVRational
    private let graph: UnsafeMutablePointer<AVFilterGraph>
    private let source: UnsafeMutablePointer<AVFilterContext>
    private let sink: UnsafeMutablePointer<AVFilterContext>

    /// - Parameter description: in libavfilter's language, from a `buffer` or `abuffer` to its sink.
    /// - Throws: `unsupportedCodec` where the filters do not take what comes in.
    init(_ description: String) throws(PackagingError) {
        guard lectern_filters_load() == 0 else { throw PackagingError(.unfitOutput, "libavfilter is not installed") }
        let graph = try LibraryCall.allocated(avfilter_graph_alloc(), "filters")
        do throws(PackagingError) {
            graph.pointee.nb_threads = min(Self.threadsMax, av_cpu_count())
            (self.source, self.sink) = try Self.parse(description, into: graph)
            try LibraryCall.check(avfilter_graph_config(graph, nil), or: .unsupportedCodec, "set up filters")
        } catch {
            var graph: UnsafeMutablePointer<AVFilterGraph>? = graph
            avfilter_graph_free(&graph)
            throw error
        }
        self.graph = graph
        self.timeBase = av_buffersink_get_time_base(self.sink)
    }

    deinit {
        var graph: UnsafeMutablePointer<AVFilterGraph>? = self.graph
        avfilter_graph_free(&graph)
    }

    /// - Parameter frame: whose content the graph takes over; nil for the end.
    func take(
        _ frame: Frame?,
        _ body: (Frame) throws(PackagingError) -> Void
    ) throws(PackagingError) {
        let flags = Int32(AV_BUFFERSRC_FLAG_PUSH)
        try LibraryCall.check(
            av_buffersrc_add_frame_flags(self.source, frame?.pointer, flags),
            or: .unsupportedCodec,
            "filter"
        )
        while true {
            let filtered = try Frame()
            let code = av_buffersink_get_frame(self.sink, filtered.pointer)
            if code == lectern_av_error_again() || code == lectern_av_error_eof() { return }
            try LibraryCall.check(code, or: .unsupportedCodec, "filter")
            try body(filtered)
        }
    }

    /// - Returns: the first filter of the description and its last.
    private static func parse(
        _ description: String,
        into graph: UnsafeMutablePointer<AVFilterGraph>
    ) throws(PackagingError) -> (UnsafeMutablePointer<AVFilterContext>, UnsafeMutablePointer<AVFilterContext>) {
        var inputs: UnsafeMutablePointer<AVFilterInOut>?
        var outputs: UnsafeMutablePointer<AVFilterInOut>?
        defer {
            avfilter_inout_free(&inputs)
            avfilter_inout_free(&outputs)
        }
        try LibraryCall.check(
            avfilter_graph_parse2(graph, description, &inputs, &outputs),
            or: .unsupportedCodec,
            "set up filters"
        )
        let count = Int(graph.pointee.nb_filters)
        guard count >= 2, inputs == nil, outputs == nil, let first = graph.pointee.filters[0],
            let last = graph.pointee.filters[count - 1]
        else { throw PackagingError(.unsupportedCodec, "no filters") }
        return (first, last)
    }
}
