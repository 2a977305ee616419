// SPDX-License-Identifier: Apache-2.0
#include "tools/server/api/api.h"

#include "core/error.h"
#include "core/people/audit.h"
#include "core/store/journal.h"
#include "tools/desk/writing_desk.h"
#include "tools/server/api/answer.h"
#include "tools/server/api/openapi.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

constexpr std::size_t beside_waiting_max = 32;
constexpr std::string_view json_type = "application/json";

bool holds(const std::string* header, std::string_view word) {
    return header != nullptr && header->find(word) != std::string::npos;
}

std::string first_of(const Values& values, std::string_view name) {
    const auto found = values.find(name);
    return found == values.end() || found->second.empty() ? "" : found->second.front();
}

/// Chinese unless the request says otherwise.
std::string language_of(const http::Request& request, const Values& values) {
    const std::string asked = first_of(values, "lang");
    if (asked == "zh" || asked == "en") {
        return asked;
    }
    const std::string* accepted = request.header("accept-language");
    return accepted != nullptr && accepted->starts_with("en") ? "en" : "zh";
}

Error busy() {
    return conflict({.code = "request.busy",
                     .message = "too many requests wait already",
                     .expected = "the same request again in a moment, with its key"});
}

Error unknown_address(const std::string& path) {
    return bad_input({.code = "request.unknown",
                      .message = "nothing is at this address",
                      .field = "path",
                      .found = path,
                      .expected = "an address of /api/v1/openapi.json"});
}

/// The part of a path behind `base`, cut at its slashes; empty where it is elsewhere.
std::vector<std::string> parts_behind(const std::string& path, std::string_view base) {
    std::vector<std::string> parts;
    if (!path.starts_with(base)) {
        return parts;
    }
    std::size_t begin = base.size();
    while (begin <= path.size()) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        parts.push_back(path.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

std::uint64_t read_seed(const std::string& text) {
    std::uint64_t seed = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
    if (error != std::errc{} || end != text.data() + text.size()) {
        throw bad_input({.code = "request.parameter",
                         .message = "the seed is no whole number",
                         .field = "seed",
                         .found = text,
                         .expected = "digits"});
    }
    return seed;
}

/// For what is answered at once: nobody watches, nothing stops it.
Jobs::Progress no_progress() {
    return [](std::string_view, double) { return true; };
}

/// Files of the office's own are given where the server is started, never by who asks.
void check_set(const Operation& operation, const Given& given) {
    for (const OptionSpec& option : operation.command->options) {
        if (option.required && file_use(option) == FileUse::door && !given.text(option.name)) {
            throw refused({.code = "server.unset",
                           .message = "the office has not set what this needs at the server",
                           .field = parameter_name(option),
                           .found = "nothing",
                           .expected = fmt::format("relief serve {} FILE", option.name)});
        }
    }
}

http::Event event_of(const JournalLine& line) {
    const nlohmann::ordered_json data{{"schema", "relief.event/1"},
                                      {"seq", line.seq},
                                      {"at", format_instant(line.recorded_at)},
                                      {"actor", line.actor},
                                      {"operation", line.operation},
                                      {"subject", line.subject}};
    return {.seq = static_cast<std::uint64_t>(line.seq), .name = "journal", .data = data.dump()};
}

}  // namespace

/// A request on its way to its answer.
struct Api::Asking {
    http::Request request;
    http::Reply reply;
    std::chrono::steady_clock::time_point since = std::chrono::steady_clock::now();
    Caller caller;
    Values values;
    std::string language = "zh";
    bool json = true;
    const Operation* operation = nullptr;
    std::string counted_as = "other";  ///< for the metrics: never what a client wrote
    Given given = Given({});
    std::optional<RequestFiles> files;
    std::vector<UploadedFile> uploads;  ///< it names
    std::optional<Cut> cut;             ///< what its answer is cut down to
    std::uint64_t clock_steps = 0;      ///< how often the clock had been set when it began

    [[nodiscard]] bool is_post() const { return request.method == "POST"; }
};

Api::Api(ApiOptions options, const Clock& clock)
    : options_(std::move(options)),
      clock_(clock),
      console_(options_.console),
      files_(clock),
      desk_(options_.db, options_.data, clock.now(),
            [this](const std::vector<JournalLine>& lines) { publish(lines); }),
      jobs_(clock),
      beside_(1, beside_waiting_max) {
    if (options_.demo && !are_synthetic(desk_.tables().baseline)) {
        throw refused({.code = "access.demo",
                       .message = "real books are never served without log-in",
                       .file = options_.db.string(),
                       .expected = "books whose depots are all marked synthetic"});
    }
    if (options_.demo) {
        access_ = open_access();
    } else {
        const auto rules = std::make_shared<const AccessRules>(
            load_access_rules(DatabaseSource(desk_.reader()->database)));
        access_ = granted_access(rules);
        log_in_ = std::make_unique<LogInDoor>(desk_, clock_, options_.even, rules);
        refusals_ = std::make_unique<RefusalAudit>(desk_, clock_, rules);
    }
    for (Operation& operation : make_operations(command_specs())) {
        operations_.emplace(operation.path, operation);
    }
    openapi_ = std::make_shared<const std::string>(openapi_json(operations_));
    hub_ = std::make_unique<http::EventHub>(
        static_cast<std::uint64_t>(desk_.head()),
        [this](std::uint64_t after, std::size_t limit,
               const std::function<void(http::BacklogPage)>& then) {
            read_events(after, limit, then);
        });
    standing_ = std::make_unique<StandingWork>(options_.standing, standing_calls());
}

Api::~Api() {
    stop();
}

void Api::stop() {
    if (log_in_) {
        log_in_->stop();
    }
    jobs_.stop();
    beside_.stop();
    if (refusals_) {
        refusals_->close();
    }
    desk_.stop();
    if (standing_ != nullptr) {
        standing_->stop();  // with the last heads
    }
}

StandingWork::Calls Api::standing_calls() {
    return {.heads =
                [this] {
                    // A connection of its own: the readers have stopped at the end.
                    const std::shared_ptr<OpenedBooks> books = desk_.reader();
                    StandingWork::Heads heads;
                    books->database.transaction([&] {
                        heads = {.journal = journal_head(books->database),
                                 .audit = audit_head(books->database)};
                    });
                    return heads;
                },
            .send = options_.door_files.contains("--channels")
                        ? std::function<void()>([this] { send_waiting(); })
                        : std::function<void()>(),
            .log = options_.log};
}

/// What waits in the outbox is tried again, one sending at a time, as `alert send` does it.
void Api::send_waiting() {
    constexpr const char* owner = "server";
    const auto last = jobs_.state(sending_, owner);
    if (last && !last->ended_at) {
        return;
    }
    auto asking = std::make_shared<Asking>(
        Asking{.request = {}, .reply = http::Reply([](const std::optional<http::Answer>&) {})});
    asking->operation = &operations_.at("/api/v1/alert/send");
    asking->caller.actor = owner;
    asking->given = Given({{"--channels", {options_.door_files.at("--channels")}},
                           {"--key", {fmt::format("server/send/{}", random_id())}}});
    const auto begun =
        jobs_.begin("alert send", owner, [this, asking](const Jobs::Progress& progress) {
            try {
                return run(*asking, desk_.reader(), clock_, progress);
            } catch (...) {
                http::Response failed = problem_of(std::current_exception(), asking->language);
                if (options_.log) {
                    options_.log(failed.body);
                }
                return failed;
            }
        });
    sending_ = begun ? begun->id : sending_;
}

void Api::handle(http::Request request, http::Reply reply) {
    begin(
        std::make_shared<Asking>(Asking{.request = std::move(request), .reply = std::move(reply)}));
}

void Api::begin(const std::shared_ptr<Asking>& asking) {
    try {
        const auto go_on = [this, asking](const std::exception_ptr& failure) {
            failure == nullptr ? begin(asking) : finish(*asking, problem(*asking, failure));
        };
        if (!log_in_ || !log_in_->carry_over(go_on)) {
            asking->clock_steps = log_in_ ? log_in_->clock_steps() : 0;
            route(asking);
        }
    } catch (...) {
        finish(*asking, problem(*asking, std::current_exception()));
    }
}

/// A session that was not found while the clock was being set is looked for once more.
bool Api::looked_again(const std::shared_ptr<Asking>& asking, int status) {
    if (status != 401 || asking->clock_steps == log_in_->clock_steps()) {
        return false;
    }
    begin(asking);
    return true;
}

RefusedRequest Api::refused_of(const Asking& asking) {
    const Identity* known = asking.caller.identity.get();
    return {.request = asking.request,
            .token = token_of(asking.request),
            .account = known == nullptr ? "" : known->account_name,
            .operation = asking.counted_as,
            .files = asking.uploads};
}

/// What a request failed with. A refusal leaves an audit line: it may be no mistake.
http::Response Api::problem(const Asking& asking, const std::exception_ptr& failure) {
    http::Response problem = problem_of(failure, asking.language);
    if (refusals_ && problem.status < 500) {
        refusals_->note(refused_of(asking), failure, problem.status);
    }
    return problem;
}

void Api::note_gate(const http::Refusal& refusal, const std::string& peer) {
    metrics_.count_refusal(refusal.code);
    if (refusals_) {
        refusals_->note_gate(refusal, peer);
    }
}

void Api::finish(const Asking& asking, http::Response response) {
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - asking.since;
    if (asking.operation != nullptr && !response.shared_body) {
        response.body = files_.without_folders(std::move(response.body));
    }
    metrics_.count(asking.counted_as, response.status, took.count());
    if (options_.log) {
        options_.log(nlohmann::ordered_json{{"at", format_instant(clock_.now())},
                                            {"peer", asking.request.peer},
                                            {"actor", asking.caller.actor},
                                            {"method", asking.request.method},
                                            {"path", asking.request.path},
                                            {"status", response.status},
                                            {"bytes", response.content().size()},
                                            {"ms", took.count() * 1000}}
                         .dump(-1, ' ', true, nlohmann::json::error_handler_t::replace));
    }
    if (options_.demo) {
        response.headers.emplace_back("Relief-Demo", "synthetic data; nobody is logged in");
    }
    if (response.status == 503) {
        response.headers.emplace_back("Retry-After", "1");
    }
    asking.reply(std::move(response));
    if (desk_.broken() && options_.on_broken) {
        options_.on_broken();
    }
}

void Api::route(const std::shared_ptr<Asking>& asking) {
    asking->language = language_of(asking->request, {});
    if (asking->request.method != "GET" && asking->request.method != "HEAD") {
        check_origin(asking->request);
    }
    if (answer_fixed(asking)) {
        return;
    }
    if (auto page = console_.answer(asking->request)) {
        asking->counted_as = "console";
        finish(*asking, std::move(*page));
        return;
    }
    if (log_in_ &&
        log_in_->answer(asking->request, asking->language, [this, asking](http::Response response) {
            asking->counted_as = "log-in";
            if (asking->request.method != "GET" || !looked_again(asking, response.status)) {
                finish(*asking, std::move(response));
            }
        })) {
        return;
    }
    const std::string& path = asking->request.path;
    const auto found = operations_.find(path);
    if (found != operations_.end()) {
        asking->operation = &found->second;
        asking->counted_as = found->second.command->path;
        answer_operation(asking);
        return;
    }
    identified(asking, [this, asking] { answer_other(asking); });
}

/// Goes on once it is known who asks: at once, or on a reader's thread where the books tell.
void Api::identified(const std::shared_ptr<Asking>& asking, std::function<void()> then) {
    const auto find_out = [this, asking](OpenedBooks* books) { prepare(*asking, books); };
    if (!access_.asks_books) {
        find_out(nullptr);
        then();
        return;
    }
    const bool taken =
        desk_.read([find_out](const std::shared_ptr<OpenedBooks>& books) { find_out(books.get()); },
                   [this, asking, then = std::move(then)](std::exception_ptr failure) {
                       try {
                           if (failure != nullptr) {
                               std::rethrow_exception(failure);
                           }
                           if (asking->caller.touch_due) {
                               log_in_->touch(asking->request);
                           }
                           then();
                       } catch (...) {
                           const std::exception_ptr why = std::current_exception();
                           if (!looked_again(asking, problem_of(why, asking->language).status)) {
                               finish(*asking, problem(*asking, why));
                           }
                       }
                   });
    if (!taken) {
        throw busy();
    }
}

/// Who asks, and whether they may do what they ask.
void Api::prepare(Asking& asking, OpenedBooks* books) {
    const Instant now = clock_.now();
    asking.caller = access_.who(books, asking.request, now);
    if (asking.operation != nullptr) {
        read_headers(asking);
        asking.given = given_of(asking);
        asking.cut = access_.may(books, asking.caller, *asking.operation, asking.given, now);
        if (asking.cut) {
            asking.given = asking.given.with(asking.cut->option, asking.cut->words());
        }
        // Behind the gate: who may not ask is not told what the office has set.
        check_set(*asking.operation, asking.given);
    }
}

void Api::answer_other(const std::shared_ptr<Asking>& asking) {
    const std::string& path = asking->request.path;
    if (path == "/api/v1/events" && asking->request.method == "GET") {
        metrics_.count("events", 200, 0);
        {
            const std::lock_guard lock(watching_mutex_);
            watching_.insert(asking->caller.session);
        }
        http::answer_events(*hub_, asking->request, asking->reply,
                            {.owner = asking->caller.session, .wanted = {}});
    } else if (path == "/api/v1/uploads") {
        answer_upload(asking);
    } else if (path.starts_with("/api/v1/jobs/")) {
        answer_job(asking);
    } else if (path.starts_with("/api/v1/files/")) {
        answer_file(asking);
    } else {
        throw unknown_address(path);
    }
}

bool Api::answer_fixed(const std::shared_ptr<Asking>& asking) {
    const std::string& path = asking->request.path;
    const bool reads = asking->request.method == "GET" || asking->request.method == "HEAD";
    if (!reads) {
        return false;
    }
    if (path == "/healthz") {
        asking->counted_as = "healthz";
        finish(*asking, health());
    } else if (path == "/metrics") {
        asking->counted_as = "metrics";
        finish(*asking, {.content_type = "text/plain; version=0.0.4; charset=utf-8",
                         .body = metrics_text()});
    } else if (path == "/api/v1/openapi.json") {
        asking->counted_as = "openapi";
        finish(*asking, {.content_type = std::string(json_type), .shared_body = openapi_});
    } else {
        return false;
    }
    return true;
}

http::Response Api::health() const {
    const bool well = !desk_.broken();
    nlohmann::ordered_json document{{"schema", "relief.health/1"},
                                    {"ok", well},
                                    {"head", desk_.head()},
                                    {"demo", options_.demo},
                                    {"now", format_instant(clock_.now())}};
    if (standing_->watches_backups()) {
        const auto backup = standing_->last_backup();
        document["backup"] = nullptr;
        if (backup) {
            document["backup"] = {{"taken_at", format_instant(backup->taken_at)},
                                  {"age_seconds", (clock_.now() - backup->taken_at).count()},
                                  {"seq", backup->head.seq}};
        }
    }
    return json_response(well ? 200 : 503, document.dump() + "\n");
}

std::string Api::metrics_text() {
    const GroupWriter::Counts written = desk_.counts();
    return metrics_.text({{"relief_journal_head", static_cast<double>(desk_.head())},
                          {"relief_changes", static_cast<double>(written.operations)},
                          {"relief_commits", static_cast<double>(written.commits)},
                          {"relief_largest_commit", static_cast<double>(written.largest_commit)},
                          {"relief_reads_waiting", static_cast<double>(desk_.reads_waiting())},
                          {"relief_jobs_waiting", static_cast<double>(jobs_.waiting())},
                          {"relief_event_clients", static_cast<double>(hub_->clients())},
                          {"relief_resident_bytes", resident_bytes()},
                          {"relief_open_files", open_files()}});
}

void Api::answer_upload(const std::shared_ptr<Asking>& asking) {
    asking->counted_as = "uploads";
    if (!asking->is_post()) {
        throw bad_input({.code = "request.method",
                         .message = "files are sent by POST",
                         .found = asking->request.method,
                         .expected = "POST"});
    }
    const std::string* name = asking->request.parameter("name");
    const std::string id =
        files_.keep(asking->caller.actor, name == nullptr ? "" : *name, asking->request.body);
    finish(*asking,
           json_response(201, nlohmann::ordered_json{{"schema", "relief.upload/1"},
                                                     {"id", id},
                                                     {"bytes", asking->request.body.size()}}
                                      .dump() +
                                  "\n"));
}

void Api::answer_file(const std::shared_ptr<Asking>& asking) {
    asking->counted_as = "files";
    const std::string& path = asking->request.path;
    constexpr std::string_view base = "/api/v1/files/";
    const std::size_t slash = std::min(path.find('/', base.size()), path.size());
    const std::string id = path.substr(base.size(), slash - base.size());
    const std::string name = slash < path.size() ? path.substr(slash + 1) : "";
    auto response = files_.read(asking->caller.actor, id, name);
    if (!response) {
        throw unknown_address(path);
    }
    response->headers.emplace_back("Content-Security-Policy",
                                   "sandbox; default-src 'none'; "
                                   "style-src 'unsafe-inline'; "
                                   "img-src data:");
    finish(*asking, std::move(*response));
}

void Api::answer_job(const std::shared_ptr<Asking>& asking) {
    asking->counted_as = "jobs";
    const std::vector<std::string> parts = parts_behind(asking->request.path, "/api/v1/jobs/");
    const std::string& owner = asking->caller.actor;
    const std::string& method = asking->request.method;
    std::optional<JobState> state;
    if (parts.size() == 2 && parts[1] == "result" && method == "GET") {
        if (auto answer = jobs_.answer(parts[0], owner)) {
            // Words about an upload name its file, never our folder.
            answer->body = files_.without_folders(std::move(answer->body));
            finish(*asking, std::move(*answer));
            return;
        }
        state = jobs_.state(parts[0], owner);
    } else if (parts.size() == 1 && method == "GET") {
        state = jobs_.state(parts[0], owner);
    } else if (parts.size() == 1 && method == "DELETE") {
        state = jobs_.cancel(parts[0], owner);
    }
    if (!state) {
        throw bad_input({.code = "job.unknown",
                         .message = "there is no such job, or it was forgotten",
                         .found = asking->request.path,
                         .expected = "the address that was answered when it was begun"});
    }
    finish(*asking, json_response(200, job_json(*state)));
}

Given Api::given_of(Asking& asking) {
    asking.uploads.clear();  // a request may be looked at again
    Given given = read_given(
        *asking.operation, asking.values, [&](const OptionSpec& option, const std::string& value) {
            if (file_use(option) == FileUse::reads) {
                asking.uploads.push_back(files_.upload(asking.caller.actor, value));
                return asking.uploads.back().path;
            }
            if (!asking.files) {  // only what writes has a folder to be remembered
                asking.files = files_.for_request(asking.caller.actor);
            }
            return asking.files->place_for(value);
        });
    for (const OptionSpec& option : asking.operation->command->options) {
        const auto set = options_.door_files.find(option.name);
        if (set != options_.door_files.end()) {
            given = given.with(option.name, set->second);
        }
    }
    return given;
}

void Api::answer_operation(const std::shared_ptr<Asking>& asking) {
    const http::Request& request = asking->request;
    const std::string_view method = asking->operation->method();
    if (request.method != method && !(request.method == "HEAD" && method == "GET")) {
        throw bad_input({.code = "request.method",
                         .message = "the operation is asked for by another method",
                         .field = "method",
                         .found = request.method,
                         .expected = std::string(method)});
    }
    if (asking->is_post() && !request.body.empty() &&
        !holds(request.header("content-type"), json_type)) {
        throw bad_input({.code = "request.type",
                         .message = "the body is not said to be JSON",
                         .field = "Content-Type",
                         .expected = std::string(json_type)});
    }
    asking->values = read_values(request);
    asking->language = language_of(request, asking->values);
    asking->json = !holds(request.header("accept"), "text/plain");
    identified(asking, [this, asking] { dispatch(asking); });
}

void Api::dispatch(const std::shared_ptr<Asking>& asking) {
    switch (kind_of(*asking->operation, asking->given)) {
        case OperationKind::read: return run_read(asking);
        case OperationKind::change: return run_change(asking);
        case OperationKind::beside: return run_beside(asking);
        case OperationKind::long_work: return run_job(asking);
    }
}

/// Idempotency-Key and If-Match are the options --key and --seen of the command.
void Api::read_headers(Asking& asking) {
    const std::string* key = asking.request.header("idempotency-key");
    if (const std::string* seen = asking.request.header("if-match")) {
        std::string text = *seen;
        std::erase(text, '"');
        asking.values["seen"] = {text};
    }
    const bool needed = needs_key(*asking.operation);
    if (!takes_key(*asking.operation->command) || (key == nullptr && !needed)) {
        return;
    }
    if (key == nullptr || key->empty() || key->size() > 128) {
        throw bad_input({.code = "request.key",
                         .message = "a change needs a key, so that it is never made twice",
                         .field = "Idempotency-Key",
                         .found = key == nullptr ? "nothing" : *key,
                         .expected = "1 to 128 letters, new for each intention"});
    }
    // A key is its owner's: nobody gets at another's answer by guessing it.
    asking.values["key"] = {fmt::format("{}/{}", asking.caller.actor, *key)};
}

/// How work beside the writer writes: in short pieces on it.
DeskThreads::Writing Api::writing_of(const Asking& asking) {
    const OperationKind kind = kind_of(*asking.operation, asking.given);
    if (kind != OperationKind::long_work && kind != OperationKind::beside) {
        return nullptr;
    }
    return [this](const DeskThreads::Work& work) { desk_.change_and_wait(work); };
}

http::Response Api::run(const Asking& asking, std::shared_ptr<OpenedBooks> books,
                        const Clock& clock, const Jobs::Progress& progress) {
    http::Response response{.content_type =
                                asking.json ? std::string(json_type) : "text/plain; charset=utf-8"};
    const std::string seed = first_of(asking.values, "seed");
    const Session session{.clock = clock,
                          .program = options_.program,
                          .global = {.db = options_.db.string(),
                                     .data = options_.data.string(),
                                     .server = {},
                                     .actor = asking.caller.actor,
                                     .clock = {},
                                     .json = asking.json,
                                     .language = asking.language,
                                     .seed = seed.empty() ? 1 : read_seed(seed),
                                     .threads = 1,
                                     .explain = first_of(asking.values, "explain") == "true",
                                     .quiet = true},
                          .write = [&response](std::string_view text) { response.body += text; },
                          .kept = std::move(books),
                          .change = writing_of(asking),
                          .progress = progress};
    const int status = asking.operation->command->run(session, asking.given);
    response.headers.emplace_back("Relief-Status", std::to_string(status));
    if (asking.cut) {
        tell_cut(response, asking.cut->places, asking.json, asking.language);
    }
    for (const std::string& address :
         asking.files ? asking.files->written() : std::vector<std::string>{}) {
        response.headers.emplace_back("Relief-File", address);
    }
    if (refusals_) {
        refusals_->note_answer(refused_of(asking), response);
    }
    return response;
}

void Api::run_read(const std::shared_ptr<Asking>& asking) {
    const std::int64_t head = desk_.head();
    const Instant at = clock_.now();
    const std::string key = AnswerCache::key_of({asking->operation->path, asking->caller.actor,
                                                 asking->language, asking->json ? "json" : "text"},
                                                asking->values);
    if (auto cached = cache_.find(key, head, at)) {
        finish(*asking, std::move(*cached));
        return;
    }
    const auto response = std::make_shared<http::Response>();
    const bool taken = desk_.read(
        [this, asking, response, at](const std::shared_ptr<OpenedBooks>& books) {
            *response = run(*asking, books, FixedClock(at), no_progress());
        },
        [this, asking, response, head, at, key](const std::exception_ptr& failure) {
            if (failure != nullptr) {
                finish(*asking, problem(*asking, failure));
                return;
            }
            if (head == desk_.head()) {
                cache_.keep(key, head, at, *response);
            }
            finish(*asking, std::move(*response));
        });
    if (!taken) {
        throw busy();
    }
}

void Api::run_change(const std::shared_ptr<Asking>& asking) {
    const auto response = std::make_shared<http::Response>();
    const bool taken = desk_.change(
        [this, asking, response](const std::shared_ptr<OpenedBooks>& books) {
            *response = run(*asking, books, clock_, no_progress());
        },
        [this, asking, response](const std::exception_ptr& failure) {
            if (log_in_ && asking->operation->command->path.starts_with("office ")) {
                end_streams();
            }
            finish(*asking, failure == nullptr ? std::move(*response) : problem(*asking, failure));
        });
    if (!taken) {
        throw busy();
    }
}

/// Answered at once as a change is, but only its writing is the writer's.
void Api::run_beside(const std::shared_ptr<Asking>& asking) {
    const bool taken = beside_.submit([this, asking](std::size_t) {
        std::exception_ptr failure;
        http::Response response;
        try {
            response = run(*asking, desk_.reader(), clock_, no_progress());
        } catch (...) {
            failure = std::current_exception();
        }
        finish(*asking, failure == nullptr ? std::move(response) : problem(*asking, failure));
    });
    if (!taken) {
        throw busy();
    }
}

void Api::run_job(const std::shared_ptr<Asking>& asking) {
    const auto state =
        jobs_.begin(std::string(asking->operation->command->path), asking->caller.actor,
                    [this, asking](const Jobs::Progress& progress) {
                        try {
                            return run(*asking, desk_.reader(), clock_, progress);
                        } catch (...) {
                            return problem(*asking, std::current_exception());
                        }
                    });
    if (!state) {
        throw busy();
    }
    http::Response response = json_response(202, job_json(*state));
    response.headers.emplace_back("Location", "/api/v1/jobs/" + state->id);
    finish(*asking, std::move(response));
}

void Api::read_events(std::uint64_t after, std::size_t limit,
                      const std::function<void(http::BacklogPage)>& then) {
    const auto page = std::make_shared<http::BacklogPage>();
    const bool taken = desk_.read(
        [after, limit, page](const std::shared_ptr<OpenedBooks>& books) {
            for (const JournalLine& line :
                 read_journal_lines(books->database, static_cast<std::int64_t>(after), limit)) {
                page->events.push_back(event_of(line));
            }
        },
        [page, then](const std::exception_ptr& failure) {
            page->too_old = failure != nullptr;
            then(std::move(*page));
        });
    if (!taken) {
        then({.too_old = true, .events = {}});
    }
}

/// What an administrator ends has ended on open streams too: each comes back and is asked anew.
void Api::end_streams() {
    std::set<std::string> ended;
    {
        const std::lock_guard lock(watching_mutex_);
        ended.swap(watching_);
    }
    for (const std::string& session : ended) {
        hub_->close_of(session);
    }
}

void Api::publish(const std::vector<JournalLine>& lines) {
    for (const JournalLine& line : lines) {
        hub_->publish(event_of(line));
    }
}

}  // namespace relief
