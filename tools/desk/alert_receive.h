// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/release/intake.h"
#include "alerts/release/intake_book.h"
#include "tools/desk/opened_books.h"
#include "tools/desk/writing_desk.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Warnings of other offices: taken in, or kept apart with the reason and answered.
namespace relief {

struct ReceiveRequest {
    std::vector<std::filesystem::path> files;      ///< or folders, whose files are taken by name
    std::optional<std::filesystem::path> trust;    ///< PEM of certificates
    std::optional<std::filesystem::path> replies;  ///< Error replies are written there, too
};

/// One message of a file: a feed or an envelope holds several.
struct ReceivedFile {
    std::string file;
    cap::Reading reading;
    Intake intake = Intake::keep;
    std::optional<std::int64_t> quarantine;  ///< its row there
    std::string reply;                       ///< the Error reply, "" for none
};

/// `relief alert receive`: each message judged by itself and by the books, those sent earlier
/// first, and kept, passed over or put into quarantine, in one transaction. bad_input file.missing,
/// file.read, trust.pem before anything is written.
[[nodiscard]] std::vector<ReceivedFile> receive_alerts(const Books& db, const Asked& asked,
                                                       const ReceiveRequest& request);

/// `relief alert quarantine`: what was refused, the newest last. With `out` each message and its
/// reply are written into that folder: N.message, N.reply.xml.
[[nodiscard]] std::vector<QuarantinedMessage> list_quarantine(
    const std::filesystem::path& data, const Books& db,
    const std::optional<std::filesystem::path>& out);

/// `relief.alert_received/1`.
[[nodiscard]] std::string received_json(const std::vector<ReceivedFile>& files,
                                        std::string_view language);
[[nodiscard]] std::string received_text(const std::vector<ReceivedFile>& files,
                                        std::string_view language);
/// `relief.alert_quarantine/1`.
[[nodiscard]] std::string quarantine_json(const std::vector<QuarantinedMessage>& messages);
[[nodiscard]] std::string quarantine_text(const std::vector<QuarantinedMessage>& messages,
                                          std::string_view language);

}  // namespace relief
