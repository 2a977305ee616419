// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/commands/command.h"
#include "tools/server/http/message.h"

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// Where an operation runs (desk_threads.h).
enum class OperationKind {
    read,      ///< on a reader, at once
    change,    ///< on the one writer, together with others that wait
    beside,    ///< answered at once too, but prepared beside the writer: papers, sheets
    long_work  ///< as a job: plans, assessments, sheets
};

/// A command of the program as the server offers it: the same words, the same options, the same
/// documents.
struct Operation {
    std::string path;  ///< "/api/v1/order/sign"
    const CommandSpec* command = nullptr;
    OperationKind kind = OperationKind::read;
    /// GET for what only reads and is answered at once, else POST.
    [[nodiscard]] std::string_view method() const;
};

/// All that are offered: the commands but those that work on the file of the books as a whole
/// (init, backup …) or read the machine's own files.
[[nodiscard]] std::vector<Operation> make_operations(const std::vector<CommandSpec>& commands);

/// True where asking twice under one key does it once.
[[nodiscard]] bool takes_key(const CommandSpec& command);

/// True where it is never done without one.
[[nodiscard]] bool needs_key(const Operation& operation);

/// What an option does with a file.
enum class FileUse { none, reads, writes, door };

/// `door`: the file is the office's own (channels, signing key) and is set where the server is
/// started, never by who asks. Also a folder counts.
[[nodiscard]] FileUse file_use(const OptionSpec& option);

/// The name of an option in a request: "--at" is "at", ORDER is "order".
[[nodiscard]] std::string parameter_name(const OptionSpec& option);

/// Turns the value of a parameter into a file of this machine: an upload's for what is read, a new
/// one for what is written. Throws an Error where the value is none.
using FileDoor = std::function<std::filesystem::path(const OptionSpec&, const std::string&)>;

/// The parameters every operation takes besides its own.
inline constexpr std::string_view shared_parameters[]{"lang", "explain", "seed"};

/// The values of a request by parameter name; those of a JSON body in POST, of the query in GET.
/// bad_input request.body where the body is no object of texts, numbers, truths and lists of them.
using Values = std::map<std::string, std::vector<std::string>, std::less<>>;
[[nodiscard]] Values read_values(const http::Request& request);

/// What a command is given. bad_input request.parameter names one that is unknown, missing, of the
/// wrong form, or a path where an id of a scenario belongs.
[[nodiscard]] Given read_given(const Operation& operation, const Values& values,
                               const FileDoor& files);

/// Where this request of the operation runs: a sheet that is only tried changes nothing, an
/// assessment that stops sites does.
[[nodiscard]] OperationKind kind_of(const Operation& operation, const Given& given);

}  // namespace relief
