// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/command.h"

#include "tools/cli/commands.h"

#include <iterator>
#include <utility>

namespace relief {

std::optional<std::string> Given::text(std::string_view option) const {
    const auto found = values_.find(option);
    if (found == values_.end() || found->second.empty()) {
        return std::nullopt;
    }
    return found->second.front();
}

std::string Given::required(std::string_view option) const {
    return text(option).value_or("");
}

bool Given::flag(std::string_view option) const {
    return values_.find(option) != values_.end();
}

std::vector<std::string> Given::list(std::string_view option) const {
    const auto found = values_.find(option);
    return found == values_.end() ? std::vector<std::string>{} : found->second;
}

const std::vector<GroupSpec>& command_groups() {
    static const std::vector<GroupSpec> groups{
        {"doc", "单据", "documents"},
        {"lot", "批次", "lots"},
        {"period", "账期", "closed periods"},
        {"order", "调拨", "allotment orders"},
        {"office", "人员、职务、签批权限", "people, posts, who may sign"},
        {"office rules", "签批权限表", "the table of who may sign what"},
        {"duty", "值班", "the duty book"},
        {"report", "报表", "reports of the books"},
        {"readiness", "备灾", "how well prepared the depots are"},
    };
    return groups;
}

const std::vector<CommandSpec>& command_specs() {
    static const std::vector<CommandSpec> specs = [] {
        std::vector<CommandSpec> all;
        for (std::vector<CommandSpec> family :
             {document_commands(), order_commands(), office_commands(), stock_commands(),
              duty_commands(), report_commands(), print_commands()}) {
            std::move(family.begin(), family.end(), std::back_inserter(all));
        }
        return all;
    }();
    return specs;
}

int run_command(const Session& session, const DescribedCommand& command) {
    return command.spec->run(session, Given(command.values));
}

}  // namespace relief
