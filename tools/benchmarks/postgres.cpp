// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/postgres.h"

#include "tools/benchmarks/posting_trial.h"
#include "tools/benchmarks/process.h"

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <system_error>
#include <vector>

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

namespace relief::bench {
namespace {

namespace fs = std::filesystem;

constexpr const char* programs = "/usr/lib/postgresql/15/bin";

// The tables of Relief's books, as far as a posting writes them, and the posting itself. The chain
// of hashes is left out (it would put the clients in a line): texts of its length stand for it.
constexpr std::string_view schema = R"sql(
CREATE TABLE journal(seq bigserial PRIMARY KEY, occurred_at bigint NOT NULL,
  recorded_at bigint NOT NULL, actor text NOT NULL, operation text NOT NULL, subject text NOT NULL,
  payload text NOT NULL, prev_hash text NOT NULL, hash text NOT NULL);
CREATE TABLE movement(id bigserial PRIMARY KEY, kind text NOT NULL, key text NOT NULL UNIQUE,
  occurred_at bigint NOT NULL, recorded_at bigint NOT NULL, actor text NOT NULL,
  reason text NOT NULL, content_hash text NOT NULL, prev_hash text NOT NULL, hash text NOT NULL,
  journal_seq bigint NOT NULL UNIQUE);
CREATE TABLE entry(movement_id bigint NOT NULL, line bigint NOT NULL, account_id bigint NOT NULL,
  amount bigint NOT NULL, PRIMARY KEY(movement_id, line));
CREATE TABLE balance(account_id bigint PRIMARY KEY, amount bigint NOT NULL);
CREATE TABLE balance_day(account_id bigint NOT NULL, day bigint NOT NULL, amount bigint NOT NULL,
  PRIMARY KEY(account_id, day));
INSERT INTO balance SELECT n, 1000000000 FROM generate_series(0, {accounts} - 1) AS n;

CREATE FUNCTION post(lot bigint, client bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  s bigint;
  m bigint;
  h text := repeat('0', 64);
BEGIN
  INSERT INTO journal(occurred_at, recorded_at, actor, operation, subject, payload, prev_hash, hash)
    VALUES(1499947200, 1499950800, 'officer-001', 'movement.post', 'desk-001/00000001',
           repeat('x', {payload}), h, h) RETURNING seq INTO s;
  INSERT INTO movement(kind, key, occurred_at, recorded_at, actor, reason, content_hash, prev_hash,
                       hash, journal_seq)
    VALUES('issue', 'desk-' || client || '/' || lpad(s::text, 8, '0'), 1499947200, 1499950800,
           'officer-001', 'made by relief-bench', h, h, h, s) RETURNING id INTO m;
  INSERT INTO entry VALUES(m, 1, 2 * lot, -1), (m, 2, 2 * lot + 1, 1);
  UPDATE balance SET amount = amount - 1 WHERE account_id = 2 * lot;
  UPDATE balance SET amount = amount + 1 WHERE account_id = 2 * lot + 1;
  INSERT INTO balance_day VALUES(2 * lot, 17360, -1)
    ON CONFLICT(account_id, day) DO UPDATE SET amount = balance_day.amount - 1;
END $$;
VACUUM ANALYZE;
)sql";

constexpr int payload_size = 520;  ///< of a posting of two entries in Relief's journal

std::string with(std::string text, const std::string& name, int value) {
    const std::string mark = "{" + name + "}";
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark)) {
        text.replace(at, mark.size(), std::to_string(value));
    }
    return text;
}

void write_file(const fs::path& file, const std::string& text) {
    std::ofstream(file) << text;
    fs::permissions(file, fs::perms::others_read | fs::perms::group_read, fs::perm_options::add);
}

/// PostgreSQL does not run as root: root runs it as the user its package made.
ProcessRun run_as_postgres(const fs::path& folder, std::vector<std::string> command) {
    command.front() = fmt::format("{}/{}", programs, command.front());
    if (::geteuid() != 0) {
        const std::string program = command.front();
        command.erase(command.begin());
        return run_process(program, command, folder);
    }
    std::vector<std::string> words{"-u", "postgres", "--"};
    words.insert(words.end(), command.begin(), command.end());
    return run_process("/usr/sbin/runuser", words, folder);
}

/// pgbench's "tps = 1234.5 (without initial connection time)".
double tps_of(const std::string& output) {
    const std::size_t at = output.find("tps = ");
    return at == std::string::npos ? 0 : std::strtod(output.c_str() + at + 6, nullptr);
}

std::string words_of(const ProcessRun& run) {
    return (run.errors.empty() ? run.output : run.errors).substr(0, 300);
}

}  // namespace

std::unique_ptr<Postgres> Postgres::start(std::string& why) {
    if (!fs::exists(fs::path(programs) / "pgbench")) {
        why = fmt::format("PostgreSQL 15 is not installed ({}); tools/bench installs it", programs);
        return nullptr;
    }
    std::string name = fs::temp_directory_path() / "relief-postgres-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) {
        why = "no temporary folder";
        return nullptr;
    }
    std::unique_ptr<Postgres> made(new Postgres(name));
    if (::geteuid() == 0) {
        const passwd* user = ::getpwnam("postgres");
        if (user == nullptr || ::chown(name.c_str(), user->pw_uid, user->pw_gid) != 0) {
            why = "there is no user postgres to run it as";
            return nullptr;
        }
    }
    const std::string data = fs::path(name) / "data";
    const std::string options =
        fmt::format("-k {} -c listen_addresses='' -c max_connections=250", name);
    const std::string log = fs::path(name) / "log";
    write_file(fs::path(name) / "schema.sql",
               with(with(std::string(schema), "accounts", 2 * PostingTrial::lots), "payload",
                    payload_size));
    write_file(fs::path(name) / "post.sql",
               fmt::format("\\set lot random(0, {})\nSELECT post(:lot, :client_id);\n",
                           PostingTrial::lots - 1));
    const std::vector<std::vector<std::string>> steps{
        {"initdb", "-D", data, "-A", "trust", "-E", "UTF8", "--locale=C"},
        {"pg_ctl", "-D", data, "-o", options, "-l", log, "-w", "start"},
        {"psql", "-h", name, "-d", "postgres", "-q", "-v", "ON_ERROR_STOP=1", "-f",
         (fs::path(name) / "schema.sql").string()},
    };
    for (const std::vector<std::string>& step : steps) {
        const ProcessRun run = run_as_postgres(name, step);
        if (run.exit_status != 0) {
            why = fmt::format("{}: {}", step.front(), words_of(run));
            return nullptr;
        }
    }
    return made;
}

Postgres::~Postgres() {
    try {
        static_cast<void>(run_as_postgres(
            folder_, {"pg_ctl", "-D", (folder_ / "data").string(), "-m", "immediate", "stop"}));
    } catch (const std::exception&) {
        // it was not running
    }
    std::error_code ignored;  // what is left behind lies in the temporary folder
    fs::remove_all(folder_, ignored);
}

/// At least three seconds: on a busy machine the clients take one to connect.
double Postgres::run(int clients, double seconds, std::string& why) const {
    const std::string whole_seconds =
        std::to_string(std::max(3, static_cast<int>(std::lround(seconds))));
    const ProcessRun run =
        run_as_postgres(folder_, {"pgbench", "-h", folder_.string(), "-n", "-M", "prepared", "-c",
                                  std::to_string(clients), "-j", "2", "-T", whole_seconds, "-f",
                                  (folder_ / "post.sql").string(), "postgres"});
    const double tps = run.exit_status == 0 ? tps_of(run.output) : 0;
    if (tps == 0) {
        why = "pgbench: " + words_of(run);
    }
    return tps;
}

}  // namespace relief::bench
