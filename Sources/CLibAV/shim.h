// What Swift's importer does not take over from FFmpeg's headers: macros that are no plain numbers, and inline functions
// that return structures by macro. Nothing here has behaviour of its own.
#pragma once

#include <libavcodec/avcodec.h>
#include <libavcodec/bsf.h>
#include <libavfilter/avfilter.h>
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
#include <libavformat/avformat.h>
#include <libavutil/audio_fifo.h>
#include <libavutil/avutil.h>
#include <libavutil/channel_layout.h>
#include <libavutil/cpu.h>
#include <libavutil/display.h>
#include <libavutil/error.h>
#include <libavutil/frame.h>
#include <libavutil/imgutils.h>
#include <libavutil/log.h>
#include <libavutil/mathematics.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libavutil/pixfmt.h>
#include <libavutil/samplefmt.h>
#include <libswscale/swscale.h>

/// "No timestamp" (`AV_NOPTS_VALUE`).
static inline int64_t lectern_av_no_timestamp(void) { return AV_NOPTS_VALUE; }

/// End of file, and end of what a decoder or filter has to give (`AVERROR_EOF`).
static inline int lectern_av_error_eof(void) { return AVERROR_EOF; }

/// The decoder or filter wants more input first (`AVERROR(EAGAIN)`).
static inline int lectern_av_error_again(void) { return AVERROR(EAGAIN); }

/// The input is not what it claims to be (`AVERROR_INVALIDDATA`).
static inline int lectern_av_error_invalid_data(void) { return AVERROR_INVALIDDATA; }

/// Memory ran out (`AVERROR(ENOMEM)`).
static inline int lectern_av_error_no_memory(void) { return AVERROR(ENOMEM); }

/// Writes what an error code means into `buffer` of at least `AV_ERROR_MAX_STRING_SIZE` bytes.
static inline void lectern_av_error_text(int code, char *buffer, size_t size) {
    if (av_strerror(code, buffer, size) < 0) snprintf(buffer, size, "error %d", code);
}
