// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"
#include "tools/commands/command.h"

namespace relief {
namespace {

/// A door that only the program itself has.
int through(int (*door)(const Session&, const Given&), const Session& session, const Given& given) {
    if (door == nullptr) {
        throw refused({.code = "request.unknown",
                       .message = "the command is one of the command line alone",
                       .expected = "relief on a machine of one's own"});
    }
    return door(session, given);
}

int serve_command(const Session& session, const Given& given) {
    return through(session.doors.serve, session, given);
}

int log_in_command(const Session& session, const Given& given) {
    return through(session.doors.log_in, session, given);
}

int log_out_command(const Session& session, const Given& given) {
    return through(session.doors.log_out, session, given);
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
          {"--channels", "FILE", "预警渠道表（JSON）；未送达的每分钟重发",
           "the channels of warnings (JSON); what waits is sent again every minute"},
          {"--anchor", "FILE", "库外的锚文件：日志和审计的最新链头，每分钟和收工时写入",
           "anchor file outside the books: the newest heads of journal and audit are written to it "
           "every minute and at the stop"},
          {"--backups", "DIR", "备份目录：/healthz 报最近一份完好备份的时间",
           "the folder of backups: /healthz tells the age of the last good one"},
          {"--console", "DIR", "网页值班台的文件夹（默认随程序找）",
           "the folder of the built web console (default: found beside the program)"}},
         serve_command},
        {"log-in",
         "登录服务器；密码从标准输入读，不写在命令里",
         "log in to a server; the password is read from standard input",
         "relief log-in wangfang --server https://relief.example:8443",
         {{"NAME", "NAME", "账号", "the account", OptionSpec::Form::positional, true},
          {"--totp", "CODE", "动态口令（六位）", "the authenticator's six digits"},
          {"--redeem", "", "用一次性口令设第一个密码",
           "set the first password with a one-time code", OptionSpec::Form::flag},
          {"--person", "NAME", "首次启用时：安全管理员姓名",
           "at the first set-up: the name of the security administrator"},
          {"--new-password", "", "换一个密码", "change the password", OptionSpec::Form::flag},
          {"--enrol", "", "登录后登记动态口令：密钥只显示一次",
           "once logged in, take an authenticator: its secret is shown once",
           OptionSpec::Form::flag}},
         log_in_command},
        {"log-out",
         "退出服务器",
         "end the session at a server",
         "relief log-out --server https://relief.example:8443",
         {},
         log_out_command},
    };
}

}  // namespace relief
