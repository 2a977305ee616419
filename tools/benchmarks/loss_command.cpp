// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/loss_command.h"

#include "tools/benchmarks/loss/loss_rows.h"
#include "tools/benchmarks/process.h"
#include "tools/benchmarks/road_graphs.h"
#include "tools/benchmarks/words.h"

#include <fmt/format.h>

namespace relief::bench {

int loss_command(const std::vector<std::string>& arguments) {
    bool json = false;
    std::string asked;
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        if (arguments[i] == "--json") {
            json = true;
        } else if (arguments[i] == "--cases" && i + 1 < arguments.size()) {
            asked = arguments[++i];
        } else {
            throw WrongUsage{"I do not understand " + arguments[i]};
        }
    }
    const std::string cases = cases_folder(asked).value_or("../cases");
    const std::vector<LossRow> rows =
        loss_rows(cases, load_isoseismal_rules(FolderSource(data_folder())));
    fmt::print("{}", json ? loss_json(rows) : loss_text(rows));
    return 0;
}

}  // namespace relief::bench
