#include "CLibAVFilter.h"

#include <dlfcn.h>
#include <libavfilter/avfilter.h>
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
#include <libavutil/macros.h>
#include <pthread.h>
#include <stddef.h>

/// Of the version whose headers this was compiled with.
#define LIBRARY "libavfilter.so." AV_STRINGIFY(LIBAVFILTER_VERSION_MAJOR)

static struct {
    __typeof__(&avfilter_graph_alloc) graph_alloc;
    __typeof__(&avfilter_graph_config) graph_config;
    __typeof__(&avfilter_graph_free) graph_free;
    __typeof__(&avfilter_graph_parse2) graph_parse2;
    __typeof__(&avfilter_inout_free) inout_free;
    __typeof__(&av_buffersrc_add_frame_flags) buffersrc_add_frame_flags;
    __typeof__(&av_buffersink_get_frame) buffersink_get_frame;
    __typeof__(&av_buffersink_get_time_base) buffersink_get_time_base;
} functions;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int result = -1;

/// Never unloaded: its threads and tables live as long as the program.
static void load(void) {
    void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
    if (!library) return;
    const struct {
        const char *name;
        void **place;
    } wanted[] = {
        {"avfilter_graph_alloc", (void **)&functions.graph_alloc},
        {"avfilter_graph_config", (void **)&functions.graph_config},
        {"avfilter_graph_free", (void **)&functions.graph_free},
        {"avfilter_graph_parse2", (void **)&functions.graph_parse2},
        {"avfilter_inout_free", (void **)&functions.inout_free},
        {"av_buffersrc_add_frame_flags", (void **)&functions.buffersrc_add_frame_flags},
        {"av_buffersink_get_frame", (void **)&functions.buffersink_get_frame},
        {"av_buffersink_get_time_base", (void **)&functions.buffersink_get_time_base},
    };
    for (size_t index = 0; index < sizeof wanted / sizeof *wanted; index++) {
        *wanted[index].place = dlsym(library, wanted[index].name);
        if (!*wanted[index].place) return;
    }
    result = 0;
}

int lectern_filters_load(void) {
    pthread_once(&once, load);
    return result;
}

AVFilterGraph *avfilter_graph_alloc(void) { return functions.graph_alloc(); }

int avfilter_graph_config(AVFilterGraph *graph, void *log) { return functions.graph_config(graph, log); }

void avfilter_graph_free(AVFilterGraph **graph) { functions.graph_free(graph); }

int avfilter_graph_parse2(
    AVFilterGraph *graph, const char *description, AVFilterInOut **inputs, AVFilterInOut **outputs
) {
    return functions.graph_parse2(graph, description, inputs, outputs);
}

void avfilter_inout_free(AVFilterInOut **list) { functions.inout_free(list); }

int av_buffersrc_add_frame_flags(AVFilterContext *source, AVFrame *frame, int flags) {
    return functions.buffersrc_add_frame_flags(source, frame, flags);
}

int av_buffersink_get_frame(AVFilterContext *sink, AVFrame *frame) {
    return functions.buffersink_get_frame(sink, frame);
}

AVRational av_buffersink_get_time_base(const AVFilterContext *sink) {
    return functions.buffersink_get_time_base(sink);
}
