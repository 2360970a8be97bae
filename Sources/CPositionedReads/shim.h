// Declares what Swift's Glibc module leaves out: reading at a place in a file without waiting for the disk.
#include <sys/types.h>
#include <sys/uio.h>

// preadv2(2) with RWF_NOWAIT and one buffer: -1 with EAGAIN where the bytes are not in memory.
ssize_t preadv2(int descriptor, const struct iovec *buffers, int count, off_t offset, int flags);
