/* Loaded before libc (LD_PRELOAD): lets writes or syncs of some files fail while a control file
   exists. FAULT_CONTROL names that file, which says which calls fail and how: "write 28",
   "sync 5"; FAULT_PREFIX is how the paths of the files begin. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int error_for(const char *call, int fd) {
    const char *control = getenv("FAULT_CONTROL"), *prefix = getenv("FAULT_PREFIX");
    char said[32] = {0}, link[64], path[4096];
    if (control == NULL || prefix == NULL) return 0;
    int before = errno, file = open(control, O_RDONLY | O_CLOEXEC);
    errno = before;
    if (file < 0) return 0;
    ssize_t got = syscall(SYS_read, file, said, sizeof said - 1);
    close(file);
    size_t length = strlen(call);
    if (got <= 0 || strncmp(said, call, length) != 0) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, sizeof path - 1);
    errno = before;
    if (size <= 0) return 0;
    path[size] = 0;
    return strncmp(path, prefix, strlen(prefix)) == 0 ? atoi(said + length) : 0;
}

#define FAILING(result, name, kind, parameters, arguments)                                    \
    result name parameters {                                                                  \
        static result(*real) parameters;                                                      \
        if (real == NULL) real = dlsym(RTLD_NEXT, #name);                                      \
        int error = error_for(kind, fd);                                                      \
        if (error == 0) return real arguments;                                                \
        errno = error;                                                                        \
        return -1;                                                                            \
    }

FAILING(ssize_t, write, "write", (int fd, const void *data, size_t n), (fd, data, n))
FAILING(ssize_t, pwrite, "write", (int fd, const void *data, size_t n, off_t at), (fd, data, n, at))
FAILING(ssize_t, pwrite64, "write", (int fd, const void *data, size_t n, off64_t at),
        (fd, data, n, at))
FAILING(int, ftruncate, "write", (int fd, off_t size), (fd, size))
FAILING(int, ftruncate64, "write", (int fd, off64_t size), (fd, size))
FAILING(int, fsync, "sync", (int fd), (fd))
FAILING(int, fdatasync, "sync", (int fd), (fd))
