// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace relief {

/// Sixteen bytes of words side by side, in the vector types g++ and clang share: on any x86-64 one
/// instruction adds them all.
template <typename Word>
struct Lanes {
    static constexpr std::size_t count = 16 / sizeof(Word);
    using Vector [[gnu::vector_size(16)]] = Word;
    Vector word;

    static Lanes all(Word value) { return {Vector{} + value}; }
    /// The smaller of what is here and what comes, lane by lane.
    void take_smaller(Lanes other) { word = other.word < word ? other.word : word; }
    void take_larger(Lanes other) { word = other.word > word ? other.word : word; }
    /// 0 in the lanes that hold this value.
    [[nodiscard]] Lanes without(Lanes value) const {
        return {word == value.word ? Vector{} : word};
    }
    friend Lanes operator+(Lanes a, Lanes b) { return {a.word + b.word}; }
};

/// Lanes 0 and 1 change places, and 2 and 3.
inline Lanes<std::int32_t> swapped_pairs(Lanes<std::int32_t> lanes) {
    const auto& word = lanes.word;
    return {Lanes<std::int32_t>::Vector{word[1], word[0], word[3], word[2]}};
}

/// Several sixteen bytes in a row, as many words as they hold.
template <typename Word, std::size_t vectors>
using LaneRow = std::array<Lanes<Word>, vectors>;

/// The words of a row of lanes: a vector may be read by its elements.
template <typename Word, std::size_t vectors>
Word* words_of(LaneRow<Word, vectors>& row) {
    return reinterpret_cast<Word*>(row.data());
}

template <typename Word, std::size_t vectors>
LaneRow<Word, vectors> row_of(Word value) {
    LaneRow<Word, vectors> row;
    row.fill(Lanes<Word>::all(value));
    return row;
}

}  // namespace relief
