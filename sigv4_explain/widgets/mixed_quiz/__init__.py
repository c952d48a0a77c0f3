"""MixedQuiz: ten questions of all chapters so far, some time later."""
