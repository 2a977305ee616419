// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/time.h"
#include "tools/desk/log_in.h"
#include "tools/desk/opened_books.h"
#include "tools/server/api/operation.h"
#include "tools/server/http/message.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// Who asks, as the server found out.
struct Caller {
    std::string actor;       ///< the person's code; written into the journal
    std::string session;     ///< "" in a demonstration
    std::string peer;        ///< address they come from
    bool touch_due = false;  ///< the session must be written as seen
    std::shared_ptr<const Identity> identity = nullptr;  ///< null in a demonstration
};

/// A page of somebody else's must not act in the name of who looks at it: a browser says where a
/// request comes from. Throws refused access.refused (field Origin).
void check_origin(const http::Request& request);

/// A list that was asked without a place by who may see their own places alone.
struct Cut {
    std::string option;               ///< that names them: "--site"
    std::vector<std::string> places;  ///< depots and divisions, in order

    [[nodiscard]] std::string words() const;  ///< "JL-D-02,220200"
};

/// Who may come in and do what: log-in and grants, or the demonstration where everybody may.
struct Access {
    /// False where neither question below looks into the books: `books` is null then.
    bool asks_books = true;
    /// Throws refused access.session where nobody is logged in.
    std::function<Caller(OpenedBooks* books, const http::Request& request, Instant now)> who;
    /// Throws refused access.refused where the caller may not; answers what the request must be cut
    /// down to, where it must.
    std::function<std::optional<Cut>(OpenedBooks* books, const Caller& caller,
                                     const Operation& operation, const Given& given, Instant now)>
        may;
};

/// The field in which a request says who it is from, percent-encoded.
inline constexpr std::string_view actor_field = "relief-actor";

/// Everybody may do everything, under the name they give in Relief-Actor: for synthetic books on
/// loopback alone.
[[nodiscard]] Access open_access();

}  // namespace relief
