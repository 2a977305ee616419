// SPDX-License-Identifier: Apache-2.0
#include "reserves/duty/shift_row.h"

namespace relief {

Cell running_shift(Database& database) {
    Statement select = database.prepare("SELECT max(id) FROM duty_shift");
    select.step();
    return select.is_null(0) ? Cell() : Cell(select.integer(0));
}

}  // namespace relief
