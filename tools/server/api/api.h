// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/time.h"
#include "tools/commands/command.h"
#include "tools/server/api/access.h"
#include "tools/server/api/answer_cache.h"
#include "tools/server/api/clock_watch.h"
#include "tools/server/api/console_door.h"
#include "tools/server/api/desk_threads.h"
#include "tools/server/api/file_store.h"
#include "tools/server/api/jobs.h"
#include "tools/server/api/log_in_door.h"
#include "tools/server/api/metrics.h"
#include "tools/server/api/operation.h"
#include "tools/server/api/refusal_audit.h"
#include "tools/server/api/standing_work.h"
#include "tools/server/api/worker_pool.h"
#include "tools/server/http/event_stream.h"
#include "tools/server/http/gate.h"
#include "tools/server/http/message.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace relief {

struct ApiOptions {
    std::filesystem::path program;  ///< this executable, for finding data/
    std::filesystem::path data;
    std::filesystem::path db;
    std::filesystem::path console;  ///< folder of the built console; "" = there is none
    /// Nobody logs in, and every answer says that the data is synthetic. Real books are refused
    /// (access.demo).
    bool demo = false;
    /// Values of options that only the office sets (FileUse::door), by option name.
    std::map<std::string, std::string, std::less<>> door_files;
    /// A line per request; may be empty.
    std::function<void(const std::string&)> log;
    /// Called, perhaps often, once the books can not be trusted to take more; may be empty.
    std::function<void()> on_broken;
    /// By what it is seen that the clock was set; empty for a clock that tests set on purpose.
    EvenSeconds even = {};
    /// Anchor file and folder of backups, and how often they are seen to.
    StandingWork::Options standing = {};
};

/// Everything behind the HTTP door: operations, jobs, files, live events, health. handle() may be
/// called from any thread and does not wait for books.
class Api {
  public:
    /// Opens the books. Errors as DeskThreads.
    Api(ApiOptions options, const Clock& clock);
    ~Api();
    Api(const Api&) = delete;
    Api& operator=(const Api&) = delete;

    void handle(http::Request request, http::Reply reply);
    /// What the gate said no to: counted, and told to the audit.
    void note_gate(const http::Refusal& refusal, const std::string& peer);
    [[nodiscard]] const ConsoleDoor& console() const { return console_; }
    /// The books can not be trusted to take more: the program should end with status 5.
    [[nodiscard]] bool broken() const { return desk_.broken(); }
    /// Finishes what was taken up; jobs end with the best they have.
    void stop();

  private:
    struct Asking;

    void begin(const std::shared_ptr<Asking>& asking);
    void route(const std::shared_ptr<Asking>& asking);
    [[nodiscard]] bool looked_again(const std::shared_ptr<Asking>& asking, int status);
    bool answer_fixed(const std::shared_ptr<Asking>& asking);
    void answer_job(const std::shared_ptr<Asking>& asking);
    void answer_upload(const std::shared_ptr<Asking>& asking);
    void answer_file(const std::shared_ptr<Asking>& asking);
    void answer_operation(const std::shared_ptr<Asking>& asking);
    void answer_other(const std::shared_ptr<Asking>& asking);
    void identified(const std::shared_ptr<Asking>& asking, std::function<void()> then);
    void prepare(Asking& asking, OpenedBooks* books);
    void dispatch(const std::shared_ptr<Asking>& asking);
    void finish(const Asking& asking, http::Response response);
    [[nodiscard]] static RefusedRequest refused_of(const Asking& asking);
    [[nodiscard]] http::Response problem(const Asking& asking, const std::exception_ptr& failure);
    static void read_headers(Asking& asking);
    void run_read(const std::shared_ptr<Asking>& asking);
    void run_change(const std::shared_ptr<Asking>& asking);
    void run_beside(const std::shared_ptr<Asking>& asking);
    void run_job(const std::shared_ptr<Asking>& asking);
    [[nodiscard]] http::Response run(const Asking& asking, std::shared_ptr<OpenedBooks> books,
                                     const Clock& clock, const Jobs::Progress& progress);
    [[nodiscard]] DeskThreads::Writing writing_of(const Asking& asking);
    [[nodiscard]] Given given_of(Asking& asking);
    [[nodiscard]] std::string metrics_text();
    [[nodiscard]] http::Response health() const;
    void read_events(std::uint64_t after, std::size_t limit,
                     const std::function<void(http::BacklogPage)>& then);
    void publish(const std::vector<JournalLine>& lines);
    [[nodiscard]] StandingWork::Calls standing_calls();
    void send_waiting();
    void end_streams();

    ApiOptions options_;
    const Clock& clock_;
    ConsoleDoor console_;
    Access access_;
    std::map<std::string, Operation, std::less<>> operations_;
    std::shared_ptr<const std::string> openapi_;
    Metrics metrics_;
    FileStore files_;
    AnswerCache cache_;
    DeskThreads desk_;
    std::unique_ptr<http::EventHub> hub_;
    std::unique_ptr<LogInDoor> log_in_;       ///< null in a demonstration
    std::unique_ptr<RefusalAudit> refusals_;  ///< null in a demonstration: the log alone
    std::mutex watching_mutex_;
    std::set<std::string> watching_;  ///< sessions with a stream of events
    Jobs jobs_;
    WorkerPool beside_;    ///< papers and sheets: prepared here, written by the one writer
    std::string sending_;  ///< id of the last sending that was begun by itself
    std::unique_ptr<StandingWork> standing_;  ///< last: its thread uses all of the above
};

}  // namespace relief
