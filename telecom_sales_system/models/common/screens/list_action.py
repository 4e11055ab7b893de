from markupsafe import Markup

NO_RECORDS = Markup('<p class="o_view_nocontent_smiling_face">%s</p><p>%s</p>')


def prepare_list_help(env, text):
    """Return the help of a list without records, which says what to do."""
    return NO_RECORDS % (env._("No records here"), text)


def prepare_list_action(env, name, model, domain, view_mode="list,form", text=None):
    """Return an action for the records behind a figure, which may be none.

    :param text: what to do about an empty list; else where its records come from
    """
    text = text or env._(
        "The figure counts what was entered for its unit or person and its days. Enter"
        " what is missing, then open the figure again."
    )
    return {
        "type": "ir.actions.act_window",
        "name": name,
        "res_model": model,
        "view_mode": view_mode,
        "domain": domain,
        "help": prepare_list_help(env, text),
    }
