// SPDX-License-Identifier: Apache-2.0
#include "tools/server/api/refusal_audit.h"

#include "core/error.h"
#include "tools/commands/session.h"
#include "tools/desk/log_in.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

struct Failure {
    std::string code = "internal";
    std::string file;  ///< it is about
    std::string field;
};

Failure failure_of(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const Error& error) {
        return {.code = error.detail().code,
                .file = error.detail().file,
                .field = error.detail().field};
    } catch (const UsageError&) {
        return {.code = "usage", .file = {}, .field = {}};
    } catch (...) {
        return {};
    }
}

/// Statuses of a request that is wrong in itself. A conflict and a rule's no are the books' answer
/// to a rightful one; 401, 403 and 429 have lines of their own.
bool is_wrong_request(int status) {
    return status >= 400 && status < 500 && status != 401 && status != 403 && status != 408 &&
           status != 409 && status != 422 && status != 429;
}

/// The operation, or the address where it is none of ours; never the query.
std::string asked_for(const RefusedRequest& refused) {
    return refused.operation == "other"
               ? fmt::format("{} {}", refused.request.method, refused.request.path)
               : refused.operation;
}

std::string of_file(const RefusedRequest& refused, const UploadedFile& file) {
    return fmt::format("{} {} sha256 {}", asked_for(refused), file.name, file.sha256);
}

/// The file that a failure names, or an answer by its name; the first one where none does.
const UploadedFile& named_file(const std::vector<UploadedFile>& files, const std::string& name) {
    const auto found = std::find_if(files.begin(), files.end(), [&](const UploadedFile& file) {
        return name == file.path.string() || name == file.name;
    });
    return found == files.end() ? files.front() : *found;
}

/// The code an answer about one message says no with; "" where it says yes.
std::string no_of(const nlohmann::json& message) {
    const std::string outcome = message.value("outcome", "");
    if (outcome == "other_books") {
        return outcome;
    }
    if (message.value("verdict", "") != "reject") {
        return "";
    }
    const auto findings = message.find("findings");
    return findings != message.end() && findings->is_array() && !findings->empty()
               ? findings->front().value("code", "reject")
               : "reject";
}

}  // namespace

RefusalBudget::Answer RefusalBudget::ask(const Sender& sender) {
    const bool known = !sender.account.empty();
    const auto found = counts_.find(sender);
    if (!known && of_sources_ >= limits_.of_sources) {
        // An address that has no line yet gets none, nor a place in the table.
        ++(found == counts_.end() ? others_left_out_ : found->second.left_out);
        return Answer::left_out;
    }
    Count& count = found == counts_.end() ? counts_[sender] : found->second;
    if (count.written < (known ? limits_.of_account : limits_.of_source)) {
        ++count.written;
        of_sources_ += known ? 0 : 1;
        return Answer::write;
    }
    ++count.left_out;
    return count.left_out == 1 ? Answer::last : Answer::left_out;
}

std::vector<RefusalBudget::LeftOut> RefusalBudget::turn(Instant now) {
    const bool over = begun_ && (now < *begun_ || now - *begun_ >= limits_.window);
    std::vector<LeftOut> left_out = over ? close() : std::vector<LeftOut>{};
    if (!begun_) {
        begun_ = now;
    }
    return left_out;
}

std::vector<RefusalBudget::LeftOut> RefusalBudget::close() {
    std::vector<LeftOut> left_out;
    for (const auto& [sender, count] : counts_) {
        if (count.left_out > 0) {
            left_out.push_back({.sender = sender, .count = count.left_out});
        }
    }
    if (others_left_out_ > 0) {
        left_out.push_back({.sender = {}, .count = others_left_out_});
    }
    counts_.clear();
    begun_.reset();
    of_sources_ = 0;
    others_left_out_ = 0;
    return left_out;
}

void RefusalAudit::note(const RefusedRequest& refused, const std::exception_ptr& failure,
                        int status) {
    const Failure why = failure_of(failure);
    if (status == 403 && why.field == "Origin") {
        write(refused, "request.origin", asked_for(refused), why.code);
    } else if (status == 401 || status == 403) {
        const bool grants = why.code == "access.refused" || why.code == "access.session";
        write(refused, "access.refused", asked_for(refused), grants ? "" : why.code);
    } else if (!refused.files.empty() && status >= 400 && status < 500) {
        write(refused, "upload.refused", of_file(refused, named_file(refused.files, why.file)),
              why.code);
    } else if (is_wrong_request(status)) {
        write(refused, "request.refused", asked_for(refused), why.code);
    }
}

void RefusalAudit::note_answer(const RefusedRequest& refused, const http::Response& answer) {
    const bool judges = refused.operation == "alert check" || refused.operation == "alert receive";
    if (refused.files.empty() || !judges) {
        return;
    }
    const auto document = nlohmann::json::parse(answer.content(), nullptr, false);
    if (!document.is_object()) {  // the text for people: its status alone says no
        const bool no = std::find(answer.headers.begin(), answer.headers.end(),
                                  std::pair<std::string, std::string>("Relief-Status", "1")) !=
                        answer.headers.end();
        for (const UploadedFile& file : no ? refused.files : std::vector<UploadedFile>{}) {
            write(refused, "upload.refused", of_file(refused, file), "answer.no");
        }
        return;
    }
    for (const char* list : {"files", "messages"}) {
        const auto messages = document.find(list);
        if (messages == document.end()) {
            continue;
        }
        for (const nlohmann::json& message : *messages) {
            if (std::string code = no_of(message); !code.empty()) {
                const UploadedFile& file =
                    named_file(refused.files, message.value("file", std::string()));
                write(refused, "upload.refused", of_file(refused, file), std::move(code));
            }
        }
    }
}

void RefusalAudit::note_gate(const http::Refusal& refusal, const std::string& peer) {
    if (is_wrong_request(refusal.status) || refusal.status == 501 || refusal.status == 505) {
        const http::Request none{.peer = peer};
        write({.request = none, .token = {}, .account = {}, .operation = "gate"}, "request.refused",
              "gate", refusal.code);
    }
}

void RefusalAudit::close() {
    std::vector<AuditEvent> lines;
    {
        const std::lock_guard lock(mutex_);
        for (const RefusalBudget::LeftOut& each : budget_.close()) {
            lines.push_back({.at = clock_.now(),
                             .event = "refusals.left_out",
                             .account = each.sender.account,
                             .source = each.sender.source,
                             .subject = std::to_string(each.count),
                             .result = "counted"});
        }
    }
    append(std::move(lines), "");
}

/// One line, and what the budget has to say. Bounded before the books are asked whose session it
/// is.
void RefusalAudit::write(const RefusedRequest& refused, std::string event, std::string subject,
                         std::string result) {
    const Instant now = clock_.now();
    const RefusalBudget::Sender sender{
        .account = refused.account,
        .source = refused.account.empty() ? refused.request.peer : std::string()};
    std::vector<AuditEvent> lines;
    bool is_written = false;
    {
        const std::lock_guard lock(mutex_);
        for (const RefusalBudget::LeftOut& each : budget_.turn(now)) {
            lines.push_back({.at = now,
                             .event = "refusals.left_out",
                             .account = each.sender.account,
                             .source = each.sender.source,
                             .subject = std::to_string(each.count),
                             .result = "counted"});
        }
        const RefusalBudget::Answer answer = budget_.ask(sender);
        is_written = answer == RefusalBudget::Answer::write;
        if (answer == RefusalBudget::Answer::last) {
            lines.push_back({.at = now,
                             .event = "refusals.limit",
                             .account = sender.account,
                             .source = refused.request.peer,
                             .subject = "the next ones are counted",
                             .result = "counted"});
        }
    }
    if (is_written) {
        lines.push_back({.at = now,
                         .event = std::move(event),
                         .account = refused.account,
                         .source = refused.request.peer,
                         .subject = std::move(subject),
                         .result = std::move(result)});
    }
    append(std::move(lines), is_written ? refused.token : std::string());
}

/// The last line is of the request with this token, whose account the books tell where it is not
/// known yet. Where too many changes wait the lines are lost: the log has them.
void RefusalAudit::append(std::vector<AuditEvent> lines, std::string token) {
    if (lines.empty()) {
        return;
    }
    static_cast<void>(desk_.change(
        [this, lines = std::move(lines),
         token = std::move(token)](const std::shared_ptr<OpenedBooks>& books) mutable {
            AuditEvent& own = lines.back();
            if (own.account.empty() && !token.empty()) {
                const auto identity = who_is(books->database, *rules_, token, own.at);
                own.account = identity ? identity->account_name : "";
            }
            if (own.result.empty()) {
                own.result = own.account.empty() ? "session" : "grants";
            }
            for (const AuditEvent& line : lines) {
                append_audit(books->database, line);
            }
        },
        [](const std::exception_ptr&) {}));
}

}  // namespace relief
