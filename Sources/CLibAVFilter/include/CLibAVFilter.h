// libavfilter, loaded when it is first used and not when a program starts: it and the libraries that only it needs cost
// every start 12 MB and a third of its time, and a video that is copied needs none of it.
//
// The functions are declared in FFmpeg's own headers; those that Lectern uses are defined here and hand each call on.
#pragma once

/// Loads libavfilter. Until it has succeeded, none of its functions may be called.
///
/// \returns 0, or -1 where the library, or one of its functions, is not there.
int lectern_filters_load(void);
