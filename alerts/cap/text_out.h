// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/cap/message.h"

#include <string>
#include <string_view>

/// XML out: UTF-8, two blanks a level, the same bytes for the same calls.
namespace relief::cap {

/// The shortest plain decimal that reads back as the same number: "43.7", never an exponent.
[[nodiscard]] std::string number_text(double value);

/// "lat,lon lat,lon".
[[nodiscard]] std::string positions_text(const Ring& ring);

/// Text as XML holds it: & < > written as entities, carriage returns as a reference,
/// what is no UTF-8 as U+FFFD, and control characters, for which XML 1.0 has no place, left out.
[[nodiscard]] std::string escaped(std::string_view text);

class ElementWriter {
  public:
    ElementWriter();
    /// The root, with its default name space.
    void open_root(std::string_view name, std::string_view space);
    void open(std::string_view name);
    void close(std::string_view name);
    /// <name>text</name>, also for an empty text.
    void text(std::string_view name, std::string_view text);
    /// The same where there is a text, nothing else.
    void text_if(std::string_view name, std::string_view text);
    /// An element without content; `attributes` are written as they are.
    void empty(std::string_view name, std::string_view attributes);
    /// An opening tag with attributes, written as they are.
    void open_with(std::string_view name, std::string_view attributes);
    /// Lines that are XML already, moved in to where they stand.
    void raw(std::string_view xml);
    [[nodiscard]] std::string finished();

  private:
    void indent();

    std::string out_;
    int depth_ = 0;
};

}  // namespace relief::cap
