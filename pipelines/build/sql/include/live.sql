-- Whether what submission `s` said for its reporting date still stands; `n` is the one that took its place: it counts or is held, or it was
-- superseded only by what was said for another date.
(s.standing IN ('counts', 'held') OR (s.standing = 'superseded' AND n.reported_on <> s.reported_on))
