// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"
#include "tools/commands/command.h"

namespace relief {
namespace {

int serve_command(const Session& session, const Given& given) {
    if (session.serve == nullptr) {
        throw refused({.code = "request.unknown",
                       .message = "a server does not start another",
                       .field = "serve",
                       .expected = "relief serve on the machine itself"});
    }
    return session.serve(session, given);
}

}  // namespace

std::vector<CommandSpec> serve_commands() {
    return {
        {"serve",
         "开服务器：多人同时值班；不退出，Ctrl-C 或 SIGTERM 收工",
         "the server for several desks at once; stays in front until Ctrl-C or SIGTERM",
         "relief serve --open-demo --db demo.db --port 8080",
         {{"--address", "ADDRESS", "监听地址（默认 127.0.0.1）",
           "the address to listen on (default 127.0.0.1)"},
          {"--port", "N", "端口（默认 8080；0 为任一空闲端口）",
           "the port (default 8080; 0 = any that is free)"},
          {"--host", "NAME", "可用的主机名（可多个；本机名总可用）",
           "a name the server is reached by (several; those of loopback always are)",
           OptionSpec::Form::list},
          {"--tls-certificate", "PEM", "TLS 证书链；与 --tls-key 同用",
           "certificate chain for TLS"},
          {"--tls-key", "PEM", "证书的私钥", "the certificate's key"},
          {"--plain", "", "不在本机也用明文 HTTP（在另设 TLS 的代理之后）",
           "plain HTTP also off loopback (behind a proxy that does TLS)", OptionSpec::Form::flag},
          {"--open-demo", "", "演示：不登录，只限模拟数据和本机",
           "demonstration: no log-in, synthetic books on loopback alone", OptionSpec::Form::flag},
          {"--per-address", "N", "同一地址最多几个连接（默认 64）",
           "connections from one address at most (default 64)"},
          {"--channels", "FILE", "预警渠道表（JSON）", "the channels of warnings (JSON)"}},
         serve_command},
    };
}

}  // namespace relief
