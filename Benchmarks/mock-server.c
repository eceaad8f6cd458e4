/* A chat-completions server that always answers "ok", for measuring what a client adds to the time of its backend.
 *
 *   cc -O2 -o mock-server mock-server.c && ./mock-server [LATENCY_MS]
 *
 * Binds a free loopback port, prints it, and serves until its standard input closes. Answers keep the order of each connection.
 * GET /stats returns {"calls": N, "connections": N}. One thread, poll(2), no dependency. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MAX_CONNECTIONS 4096

struct connection {
    char *buffer;
    size_t used, size;
    double due; /* when the pending answer is sent; 0 when none is pending */
    int is_stats;
};

static struct connection connections[MAX_CONNECTIONS];
static struct pollfd polled[MAX_CONNECTIONS];
static int count;
static long calls, opened;
static double latency;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static const char *const answer =
    "{\"id\":\"mock-1\",\"object\":\"chat.completion\",\"model\":\"mock\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
    "\"content\":\"ok\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":1,\"total_tokens\":13}}";

/* The length of the first complete request in the buffer, or 0. */
static size_t request_length(struct connection *c) {
    char *end = memmem(c->buffer, c->used, "\r\n\r\n", 4);
    if (!end) return 0;
    size_t head = end - c->buffer + 4, body = 0;
    for (char *line = c->buffer; line < end; line++)
        if ((line == c->buffer || line[-1] == '\n') && strncasecmp(line, "content-length:", 15) == 0) body = strtoul(line + 15, 0, 10);
    return c->used >= head + body ? head + body : 0;
}

static void drop(int i) {
    close(polled[i].fd);
    free(connections[i].buffer);
    count--;
    polled[i] = polled[count];
    connections[i] = connections[count];
}

static void accept_all(int listener) {
    int fd;
    while (count < MAX_CONNECTIONS && (fd = accept(listener, 0, 0)) >= 0) {
        int on = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        fcntl(fd, F_SETFL, O_NONBLOCK);
        polled[count] = (struct pollfd){.fd = fd, .events = POLLIN};
        connections[count] = (struct connection){.buffer = malloc(8192), .size = 8192};
        count++;
        opened++;
    }
}

static int send_answer(int i) {
    char body[2048], head[2304];
    struct connection *c = &connections[i];
    if (c->is_stats) snprintf(body, sizeof body, "{\"calls\":%ld,\"connections\":%ld}", calls, opened);
    else { snprintf(body, sizeof body, "%s", answer); calls++; }
    int length = snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                          strlen(body), body);
    return write(polled[i].fd, head, length) == length;
}

/* Reads what came and plans the answer; 0 when the connection is over. */
static int receive(int i) {
    struct connection *c = &connections[i];
    if (c->used == c->size) c->buffer = realloc(c->buffer, c->size *= 2);
    ssize_t got = read(polled[i].fd, c->buffer + c->used, c->size - c->used);
    if (got <= 0) return got < 0 && (errno == EAGAIN || errno == EINTR);
    c->used += got;
    return 1;
}

static int serve(int i, double t) {
    struct connection *c = &connections[i];
    size_t length;
    while ((length = request_length(c))) {
        if (c->due == 0) {
            c->is_stats = strncmp(c->buffer, "GET /stats", 10) == 0;
            c->due = c->is_stats ? t : t + latency;
        }
        if (c->due > t) return 1;
        if (!send_answer(i)) return 0;
        c->due = 0;
        memmove(c->buffer, c->buffer + length, c->used - length);
        c->used -= length;
    }
    return 1;
}

int main(int argc, char **argv) {
    latency = argc > 1 ? atof(argv[1]) / 1000 : 0;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    if (bind(listener, (struct sockaddr *)&address, size) || listen(listener, 1024)) return perror("mock-server"), 1;
    getsockname(listener, (struct sockaddr *)&address, &size);
    fcntl(listener, F_SETFL, O_NONBLOCK);
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    polled[count++] = (struct pollfd){.fd = listener, .events = POLLIN};
    polled[count++] = (struct pollfd){.fd = 0, .events = POLLIN};
    for (;;) {
        poll(polled, count, latency > 0 ? 1 : 1000);
        double t = now();
        char byte;
        if (polled[1].revents && read(0, &byte, 1) <= 0) return 0;
        if (polled[0].revents) accept_all(listener);
        for (int i = count - 1; i >= 2; i--)
            if ((polled[i].revents && !receive(i)) || !serve(i, t)) drop(i);
    }
}
