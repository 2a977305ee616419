// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/people/audit.h"
#include "core/people/grants.h"
#include "core/time.h"
#include "tools/server/api/desk_threads.h"
#include "tools/server/api/file_store.h"
#include "tools/server/http/gate.h"
#include "tools/server/http/message.h"

#include <chrono>
#include <compare>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace relief {

/// How many refusals are written down: an attacker fills neither the disk nor the writer's queue.
/// What is past it is counted, and told in one line for each sender when its hour is over.
class RefusalBudget {
  public:
    struct Limits {
        int of_account = 600;   ///< lines an hour of somebody who is logged in
        int of_source = 120;    ///< of an address, where nobody is known
        int of_sources = 1200;  ///< of all addresses together
        std::chrono::seconds window = std::chrono::hours{1};
    };
    /// Who is counted: an account, or an address where nobody is known.
    struct Sender {
        std::string account;
        std::string source;
        auto operator<=>(const Sender&) const = default;
    };
    enum class Answer {
        write,     ///< it has its line
        last,      ///< it has none, and a line says that the next ones have none either
        left_out,  ///< counted alone
    };
    struct LeftOut {
        Sender sender;
        int count = 0;
    };

    RefusalBudget() : RefusalBudget(Limits{}) {}
    explicit RefusalBudget(Limits limits) : limits_(limits) {}

    [[nodiscard]] Answer ask(const Sender& sender);
    /// What was left out, once the hour is over (or the clock was set back): a new one begins.
    [[nodiscard]] std::vector<LeftOut> turn(Instant now);
    /// The same before the hour is over, at the end.
    [[nodiscard]] std::vector<LeftOut> close();

  private:
    struct Count {
        int written = 0;
        int left_out = 0;
    };

    Limits limits_;
    std::optional<Instant> begun_;
    std::map<Sender, Count> counts_;  ///< bounded by the lines that are written
    int of_sources_ = 0;
    int others_left_out_ = 0;
};

/// What is known of a request that is refused.
struct RefusedRequest {
    const http::Request& request;
    std::string token;                     ///< of its session; "" for none
    std::string account;                   ///< whose it is, where that was found out
    std::string operation;                 ///< "order show"; "other" where it is none of ours
    std::vector<UploadedFile> files = {};  ///< it names, that were sent before
};

/// The audit lines of what is refused: who (or from which address), what was asked, the code of the
/// refusal; never what was sent but the name of a file and its SHA-256. Events:
///
///     access.refused    nobody is logged in, or the grants or a second person are wanting
///     request.origin    a page of another site
///     request.refused   the request itself is wrong or asks for what is not there (400 to 431);
///                       also where the gate says so (code http.…)
///     upload.refused    a file that was sent is not what it should be
///     refusals.limit    from here on this sender's refusals are counted alone
///     refusals.left_out how many those were
///
/// What a rule of the books answers to a rightful request (409, 422) is no refusal of this kind.
class RefusalAudit {
  public:
    RefusalAudit(DeskThreads& desk, const Clock& clock, std::shared_ptr<const AccessRules> rules)
        : desk_(desk), clock_(clock), rules_(std::move(rules)) {}

    /// What it failed with, and the status it was answered with.
    void note(const RefusedRequest& refused, const std::exception_ptr& failure, int status);
    /// Files an answer says no to: messages that are no good warning (alert check, alert receive).
    void note_answer(const RefusedRequest& refused, const http::Response& answer);
    /// What the gate said no to; slow lines and crowds (408, 503) stand in the log alone.
    void note_gate(const http::Refusal& refusal, const std::string& peer);
    /// Writes how many were left out so far. Call before the desk stops.
    void close();

  private:
    void write(const RefusedRequest& refused, std::string event, std::string subject,
               std::string result);
    void append(std::vector<AuditEvent> lines, std::string token);

    DeskThreads& desk_;
    const Clock& clock_;
    std::shared_ptr<const AccessRules> rules_;
    std::mutex mutex_;
    RefusalBudget budget_;
};

}  // namespace relief
