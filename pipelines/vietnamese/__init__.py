"""The Vietnamese language as files write it: spellings made comparable. No encodings (those are repaired in `read`), no meaning of words."""
