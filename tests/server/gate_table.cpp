// SPDX-License-Identifier: Apache-2.0
#include "tests/server/gate_table.h"

namespace relief::test {
namespace {

const std::string hidden = "GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";

/// A POST whose fields are `fields` (each with its line end), then `rest`.
std::string post(const std::string& fields, const std::string& rest = hidden) {
    return "POST /x HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n" + rest;
}

std::string get_of(const std::string& target) {
    return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n" + hidden;
}

std::string chunked(const std::string& body) {
    return post("Transfer-Encoding: chunked\r\n", body + hidden);
}

std::string many_fields(int count) {
    std::string fields;
    for (int i = 0; i < count; ++i) {
        fields += "A" + std::to_string(i) + ": b\r\n";
    }
    return fields;
}

const std::string nul(1, '\0');

}  // namespace

std::vector<GateRow> gate_rows() {
    const std::string long_value(9000, 'v');
    const std::string tls_hello("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11);
    return {
        {1, "TE gzip and CL",
         post("Transfer-Encoding: gzip\r\nContent-Length: 5\r\n", "hello" + hidden), 400,
         "http.length"},
        {2, "TE gzip", post("Transfer-Encoding: gzip\r\n"), 400, "http.encoding"},
        {3, "TE xchunked", post("Transfer-Encoding: xchunked\r\n"), 400, "http.encoding"},
        {3, "TE chunked with a vertical tab", post("Transfer-Encoding: \vchunked\r\n"), 400,
         "http.byte"},
        {3, "TE empty", post("Transfer-Encoding:\r\n"), 400, "http.encoding"},
        {4, "TE chunked, gzip", post("Transfer-Encoding: chunked, gzip\r\n", "0\r\n\r\n" + hidden),
         400, "http.encoding"},
        {4, "TE gzip, chunked", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n" + hidden),
         400, "http.encoding"},
        {4, "TE twice",
         post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n" + hidden),
         400, "http.encoding"},
        {4, "TE twice, the second identity",
         post("Transfer-Encoding: chunked\r\ntransfer-encoding: identity\r\n",
              "0\r\n\r\n" + hidden),
         400, "http.encoding"},
        {5, "HTTP/1.0 and TE chunked",
         "POST /x HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" +
             hidden,
         400, "http.encoding"},
        {6, "CL, then TE",
         post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n" + hidden), 400,
         "http.length"},
        {6, "TE, then CL",
         post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n" + hidden), 400,
         "http.length"},
        {7, "two CL, different", post("Content-Length: 5\r\nContent-Length: 0\r\n"), 400,
         "http.length"},
        {8, "two CL, same", post("Content-Length: 5\r\nContent-Length: 5\r\n", "hello" + hidden),
         400, "http.length"},
        {8, "CL 5, 5", post("Content-Length: 5, 5\r\n", "hello" + hidden), 400, "http.length"},
        {9, "CL +5", post("Content-Length: +5\r\n", "hello" + hidden), 400, "http.length"},
        {9, "CL -1", post("Content-Length: -1\r\n"), 400, "http.length"},
        {9, "CL 2^64", post("Content-Length: 18446744073709551616\r\n"), 400, "http.length"},
        {9, "CL empty", post("Content-Length:\r\n"), 400, "http.length"},
        {9, "CL 0x5", post("Content-Length: 0x5\r\n"), 400, "http.length"},
        {9, "CL 5 5", post("Content-Length: 5 5\r\n"), 400, "http.length"},
        {9, "CL 05", post("Content-Length: 05\r\n"), 400, "http.length"},
        {10, "blank before the colon", post("Content-Length : 5\r\n", "hello" + hidden), 400,
         "http.header"},
        {10, "tab before the colon", post("Transfer-Encoding\t: chunked\r\n"), 400, "http.header"},
        {10, "tab behind chunked", post("Transfer-Encoding: chunked\t\r\n"), 400, "http.encoding"},
        {10, "tab before the length", post("Content-Length:\t5\r\n", "hello" + hidden), 400,
         "http.length"},
        {10, "Connection that is no list of names", post("Connection: a b\r\n"), 400,
         "http.header"},
        {10, "no name", post(": 5\r\n"), 400, "http.header"},
        {10, "no colon", post("Content-Length 5\r\n"), 400, "http.header"},
        {11, "folded field", post("X-Note: a\r\n b\r\n"), 400, "http.folded"},
        {11, "folded TE", post("Transfer-Encoding:\r\n\tchunked\r\n"), 400, "http.folded"},
        {11, "first field folded", "GET / HTTP/1.1\r\n Host: localhost\r\n\r\n" + hidden, 400,
         "http.folded"},
        {12, "no Host", "GET / HTTP/1.1\r\n\r\n" + hidden, 400, "http.host"},
        {12, "no Host, HTTP/1.0", "GET / HTTP/1.0\r\n\r\n" + hidden, 400, "http.host"},
        {12, "two Hosts", "GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n" + hidden,
         400, "http.host"},
        {12, "empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n" + hidden, 400, "http.host"},
        {12, "Host of somebody else", "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n" + hidden, 400,
         "http.host_unknown"},
        {12, "Host that begins like ours",
         "GET / HTTP/1.1\r\nHost: localhost.evil.example\r\n\r\n" + hidden, 400,
         "http.host_unknown"},
        {12, "Host with a user", "GET / HTTP/1.1\r\nHost: localhost@evil\r\n\r\n" + hidden, 400,
         "http.host_unknown"},
        {12, "Host with a bad port", "GET / HTTP/1.1\r\nHost: localhost:80a\r\n\r\n" + hidden, 400,
         "http.host"},
        {12, "Host with an open bracket", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n" + hidden, 400,
         "http.host"},
        {12, "Host with text behind the bracket",
         "GET / HTTP/1.1\r\nHost: [::1]x:80\r\n\r\n" + hidden, 400, "http.host"},
        {13, "bare LF ends a line", "GET / HTTP/1.1\nHost: localhost\n\n" + hidden, 400,
         "http.byte"},
        {13, "bare LF in a value", post("X-Note: a\nContent-Length: 0\r\n"), 400, "http.byte"},
        {13, "bare CR in a value", post("X-Note: a\rb\r\n"), 400, "http.byte"},
        {13, "CR CR LF", post("X-Note: a\r\r\n"), 400, "http.byte"},
        {13, "NUL in a value", post("X-Note: a" + nul + "b\r\n"), 400, "http.byte"},
        {13, "NUL in the request line", get_of("/a" + nul), 400, "http.byte"},
        {14, "chunk of 2^68", chunked("FFFFFFFFFFFFFFFFF\r\n"), 400, "http.chunk"},
        {14, "chunk of 0x5", chunked("0x5\r\nhello\r\n0\r\n\r\n"), 400, "http.chunk"},
        {14, "chunk of -5", chunked("-5\r\nhello\r\n0\r\n\r\n"), 400, "http.chunk"},
        {14, "chunk of +5", chunked("+5\r\nhello\r\n0\r\n\r\n"), 400, "http.chunk"},
        {14, "chunk without a size", chunked("\r\nhello\r\n0\r\n\r\n"), 400, "http.chunk"},
        {14, "chunk size with a blank before it", chunked(" 5\r\nhello\r\n0\r\n\r\n"), 400,
         "http.chunk"},
        {14, "chunk size with a blank behind it", chunked("5 \r\nhello\r\n0\r\n\r\n"), 400,
         "http.chunk"},
        {14, "LF in an extension", chunked("5;a\nb\r\nhello\r\n0\r\n\r\n"), 400, "http.chunk"},
        {14, "size ended by LF", chunked("5\nhello\r\n0\r\n\r\n"), 400, "http.chunk"},
        {14, "chunk longer than its size", chunked("3\r\nhello\r\n0\r\n\r\n"), 400, "http.chunk"},
        {14, "chunk ended by LF", chunked("5\r\nhello\n0\r\n\r\n"), 400, "http.chunk"},
        {14, "trailer", chunked("0\r\nContent-Length: 5\r\n\r\n"), 400, "http.chunk"},
        {14, "extension of 300 bytes", chunked("5;" + std::string(300, 'a') + "\r\nhello\r\n"), 400,
         "http.chunk"},
        {15, "CL of 2 GiB", post("Content-Length: 2147483648\r\n"), 413, "http.body_size"},
        {15, "chunk of 2 GiB", chunked("80000000\r\n"), 413, "http.body_size"},
        {15, "GET with a body",
         "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(hidden.size()) +
             "\r\n\r\n" + hidden,
         413, "http.body_size"},
        {16, "header of 9 KiB", post("X-Note: " + long_value + "\r\n"), 431, "http.header_size"},
        {16, "target of 9 KiB", get_of("/" + long_value), 431, "http.header_size"},
        {16, "200 tiny fields", post(many_fields(200)), 431, "http.header_count"},
        {16, "65 fields with Host", post(many_fields(64)), 431, "http.header_count"},
        {22, "TLS hello on the plain port", tls_hello + hidden, 400, "http.byte"},
        {22, "preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + hidden, 505, "http.version"},
        {22, "HTTP/9.9", "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n" + hidden, 505, "http.version"},
        {22, "HTTP/0.9", "GET /\r\n\r\n" + hidden, 400, "http.request_line"},
        {22, "http/1.1", "GET / http/1.1\r\nHost: localhost\r\n\r\n" + hidden, 400,
         "http.request_line"},
        {22, "HTTP/1.10", "GET / HTTP/1.10\r\nHost: localhost\r\n\r\n" + hidden, 400,
         "http.request_line"},
        {22, "two blanks", "GET  / HTTP/1.1\r\nHost: localhost\r\n\r\n" + hidden, 400,
         "http.request_line"},
        {22, "a blank in the target", get_of("/a b"), 400, "http.request_line"},
        {22, "a tab in the request line", "GET\t/ HTTP/1.1\r\nHost: localhost\r\n\r\n" + hidden,
         400, "http.request_line"},
        {22, "an empty line first", "\r\n" + hidden, 400, "http.request_line"},
        {22, "a method that is none", "GE(T / HTTP/1.1\r\nHost: localhost\r\n\r\n" + hidden, 400,
         "http.request_line"},
        {22, "get in small letters", "get / HTTP/1.1\r\nHost: localhost\r\n\r\n" + hidden, 501,
         "http.method"},
        {22, "CONNECT", "CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n" + hidden, 501,
         "http.method"},
        {22, "TRACE", "TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n" + hidden, 501, "http.method"},
        {23, "gzip body", post("Content-Encoding: gzip\r\nContent-Length: 5\r\n", "hello" + hidden),
         415, "http.content_encoding"},
        {23, "Expect something else",
         post("Expect: 200-ok\r\nContent-Length: 5\r\n", "hello" + hidden), 417, "http.expect"},
        {23, "two Authorizations", post("Authorization: a\r\nAuthorization: b\r\n"), 400,
         "http.duplicate"},
        {23, "two Idempotency-Keys", post("Idempotency-Key: a\r\nIDEMPOTENCY-KEY: a\r\n"), 400,
         "http.duplicate"},
        {24, "out of the root", get_of("/../../etc/passwd"), 400, "http.target"},
        {24, "dots encoded", get_of("/%2e%2e/%2E%2E/etc/passwd"), 400, "http.target"},
        {24, "backslash encoded", get_of("/..%5cetc"), 400, "http.target"},
        {24, "backslash", get_of("/..\\etc"), 400, "http.target"},
        {24, "encoded twice", get_of("/%252e%252e/etc"), 400, "http.target"},
        {24, "slash encoded", get_of("/a%2fb"), 400, "http.target"},
        {24, "two slashes", get_of("//etc/passwd"), 400, "http.target"},
        {24, "two slashes inside", get_of("/a//b"), 400, "http.target"},
        {24, "a single dot", get_of("/a/./b"), 400, "http.target"},
        {24, "no leading slash", get_of("../secret"), 400, "http.target"},
        {24, "a whole address", get_of("http://localhost/"), 400, "http.target"},
        {24, "asterisk", "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n" + hidden, 400,
         "http.target"},
        {24, "fragment", get_of("/a#b"), 400, "http.target"},
        {24, "broken percent", get_of("/a%2"), 400, "http.target"},
        {24, "percent and no hexadecimal", get_of("/a%zz"), 400, "http.target"},
        {24, "no UTF-8", get_of("/a%ff"), 400, "http.target"},
        {24, "too long UTF-8 of a slash", get_of("/a%c0%af"), 400, "http.target"},
        {24, "half a surrogate", get_of("/a%ed%a0%80"), 400, "http.target"},
        {24, "bytes above ASCII", get_of("/\xe5\x8f\xb0"), 400, "http.target"},
        {25, "NUL encoded", get_of("/data/secret.db%00.js"), 400, "http.target"},
        {25, "NUL encoded in the query", get_of("/data?file=a%00b"), 400, "http.target"},
        {25, "line break encoded", get_of("/a%0d%0ab"), 400, "http.target"},
    };
}

}  // namespace relief::test
