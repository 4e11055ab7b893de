"""Verbs that private methods begin with; a new one is added here when it is one."""

VERBS = frozenset(
    """
    add advance aggregate apply approve are ask build can cancel check choose clear
    close colour compare compute convert count counts create cron decode default
    describe detect download draft draw drop end evidence explain export fetch fill
    filter find finish fold format generate get group has include insert inverse is
    iterate join keep link list load lock log mark match may measure merge move needs
    notify onchange open parse phase plan post prepare propose prove rank read rebuild
    record refresh refuse register remind remove render reopen repeat replace
    request require restart resume return run schedule score seal search send set
    settle sign split start sum sync take unlink update watch withdraw wrap write
    """.split()
)
