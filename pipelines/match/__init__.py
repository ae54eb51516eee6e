"""Match: say which field each column is, whose table it is, and which day it speaks of, each with its evidence. Near ties are held, never guessed."""
