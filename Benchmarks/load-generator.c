// A bare HTTP load generator: what the machine and the mock server can do at best, with nothing kept, graded or decided.
//
// usage: load-generator PORT CALLS CONNECTIONS
// Prints one JSON object: wall and CPU seconds of CALLS requests over CONNECTIONS connections that are kept open.
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static const char *BODY = "{\"model\":\"mock\",\"messages\":[{\"role\":\"user\",\"content\":\"Say w1\"}]}";

typedef struct {
    char answer[8192];
    size_t length;
} Connection;

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static double seconds(struct timespec time) { return time.tv_sec + time.tv_nsec / 1e9; }

static int open_connection(int port) {
    int handle = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (handle < 0 || connect(handle, (struct sockaddr *)&address, sizeof address) < 0) fail("connect");
    int on = 1;
    setsockopt(handle, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return handle;
}

static void ask(int handle, const char *request, size_t length) {
    if (write(handle, request, length) != (ssize_t)length) fail("write");
}

// Whether the answer is whole: the head, and as many bytes after it as it promises.
static int is_whole(Connection *connection) {
    connection->answer[connection->length] = 0;
    char *end = strstr(connection->answer, "\r\n\r\n");
    if (!end) return 0;
    char *promise = strcasestr(connection->answer, "content-length:");
    size_t body = promise ? strtoul(promise + 15, NULL, 10) : 0;
    return connection->length >= (size_t)(end + 4 - connection->answer) + body;
}

int main(int count, char **arguments) {
    if (count != 4) {
        fprintf(stderr, "usage: %s PORT CALLS CONNECTIONS\n", arguments[0]);
        return 64;
    }
    int port = atoi(arguments[1]), calls = atoi(arguments[2]), width = atoi(arguments[3]);
    char request[1024];
    int length = snprintf(
        request, sizeof request,
        "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
        strlen(BODY), BODY);
    Connection *connections = calloc(width, sizeof *connections);
    struct pollfd *handles = calloc(width, sizeof *handles);
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    int asked = 0, answered = 0;
    for (int place = 0; place < width && asked < calls; place++, asked++) {
        handles[place] = (struct pollfd){.fd = open_connection(port), .events = POLLIN};
        ask(handles[place].fd, request, length);
    }
    while (answered < calls) {
        if (poll(handles, width, 10000) <= 0) fail("poll");
        for (int place = 0; place < width; place++) {
            if (!(handles[place].revents & (POLLIN | POLLHUP))) continue;
            Connection *connection = &connections[place];
            ssize_t size = read(handles[place].fd, connection->answer + connection->length, sizeof connection->answer - 1 - connection->length);
            if (size <= 0) fail("read");
            connection->length += size;
            if (!is_whole(connection)) continue;
            connection->length = 0;
            answered++;
            if (asked < calls) {
                ask(handles[place].fd, request, length);
                asked++;
            }
        }
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    double cpu = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
    printf("{\"wall\": %.4f, \"cpu\": %.4f}\n", seconds(end) - seconds(start), cpu);
    return 0;
}
