// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/table/zip_archive.h"

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace relief {

/// The attributes of an element, by name without prefix.
class XmlAttributes {
  public:
    explicit XmlAttributes(const char** pairs) : pairs_(pairs) {}
    /// "" where there is none.
    [[nodiscard]] std::string_view get(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const;

  private:
    const char** pairs_;
};

/// What is called while XML is read; names come without their prefix. `text` comes in pieces.
struct XmlHandlers {
    std::function<void(std::string_view name, const XmlAttributes& attributes)> start;
    std::function<void(std::string_view name)> end;
    std::function<void(std::string_view text)> text;
};

/// Reads a part of an archive as XML, in a stream. bad_input: sheet.unsafe on a DOCTYPE (so there
/// are no entities to expand and nothing outside to fetch), sheet.damaged on broken XML (line told)
/// or a depth beyond sheet_limits::xml_depth_max, sheet.size on more than
/// `bytes_max` or a single tag or comment of more than sheet_limits::xml_token_bytes_max. Errors
/// thrown by the handlers come through.
void read_xml(const ZipArchive& archive, const std::string& part, std::size_t bytes_max,
              const std::string& file, const XmlHandlers& handlers);

/// The same for a plain file that is XML itself; codes xml.unsafe, xml.damaged, xml.size in place
/// of sheet.*, and file.missing, file.read.
void read_xml_file(const std::filesystem::path& path, std::size_t bytes_max,
                   const XmlHandlers& handlers);

}  // namespace relief
