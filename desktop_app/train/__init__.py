"""The Train room: a style of one's own, learnt from a few pictures and a folder of photographs."""
