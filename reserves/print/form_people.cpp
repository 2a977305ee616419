// SPDX-License-Identifier: Apache-2.0
#include "reserves/print/form_people.h"

#include "core/people.h"

namespace relief {

std::map<std::string, std::string, std::less<>> people_names(Database& database) {
    std::map<std::string, std::string, std::less<>> names;
    for (const Person& person : read_people(database)) {
        names[person.code] = person.name;
    }
    return names;
}

}  // namespace relief
