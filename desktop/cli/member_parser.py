"""Commands, options and help texts of members and walls."""

import argparse
from collections.abc import Callable
from pathlib import Path

Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse gives this type no public name
Command = Callable[["Commands[argparse.ArgumentParser]", str, str], argparse.ArgumentParser]
WithMatter = Callable[[argparse.ArgumentParser], None]


def add_members(commands: "Commands[argparse.ArgumentParser]", command: Command) -> None:
    """`incamera member`."""
    text = "members: the accounts of this workstation that share the vault"
    parser = commands.add_parser("member", help=text, description=f"The {text}.")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    command(actions, "list", "list members and invitations, with fingerprints")
    invite = command(actions, "invite", "show a code, once, by which another account joins")
    invite.add_argument("name", help="of the member to be")
    invite.add_argument(
        "--administrator", action="store_true", help="it may invite and remove members as well"
    )
    withdraw = command(actions, "withdraw", "let an invitation be worth nothing any more")
    withdraw.add_argument("name", help="of the member to be")
    for name, help_text in (
        ("begin", "make this account the first member, and the administrator"),
        ("join", "join with the code of an invitation; it is asked for"),
    ):
        joining = command(actions, name, help_text)
        joining.add_argument(
            "--passphrase",
            action="store_true",
            help="ask for a passphrase of this member's own, in place of the keyring",
        )
        if name == "begin":
            joining.add_argument("--name", help="as colleagues know it; the account's otherwise")
    confirm = command(actions, "confirm", "say that a fingerprint was compared, by typing it")
    confirm.add_argument("member", help="its name, or the first digits of its identity")
    confirm.add_argument(
        "fingerprint", nargs="?", help="as its own screen shows it; asked for otherwise"
    )
    command(actions, "passphrase", "set a passphrase that opens this member's key as well")
    command(actions, "recover", "put this member's key, by its passphrase, into the keyring again")
    remove = command(actions, "remove", "take a member out of the vault; its matters get new keys")
    remove.add_argument(
        "member", help="its name, or the first digits of its identity; of a damaged one the digits"
    )


def add_walls(
    actions: "Commands[argparse.ArgumentParser]", command: Command, with_matter: WithMatter
) -> None:
    """The actions of `incamera matter` that are about walls."""
    command(actions, "walls", "list the walls around matters, and who is inside")
    wall = command(actions, "wall", "close a matter to all but this account, by a new key")
    with_matter(wall)
    told = wall.add_mutually_exclusive_group()
    told.add_argument(
        "--told",
        action="store_true",
        default=None,
        help="tell members outside its number and whom to ask",
    )
    told.add_argument(
        "--untold",
        dest="told",
        action="store_false",
        help="no longer tell them; nobody is told unless asked for",
    )
    for name, text in (
        ("admit", "let a member into the wall around a matter"),
        ("dismiss", "close a matter to a member who was inside, by a new key"),
    ):
        action = command(actions, name, text)
        action.add_argument("member", help="its name, or the first digits of its identity")
        with_matter(action)
    custodians = command(actions, "custodians", "list or name those whose documents they are")
    custodians.add_argument("names", nargs="*", help="in place of those named before")
    custodians.add_argument("--clear", action="store_true", help="name nobody any more")
    with_matter(custodians)
    with_matter(command(actions, "unwall", "open a matter to the whole vault again"))


def add_sharing(actions: "Commands[argparse.ArgumentParser]", command: Command) -> None:
    """The actions of `incamera vault` that are about one folder for several accounts."""
    use = command(actions, "use", "use the vault in another folder from now on")
    use.add_argument("folder", type=Path, nargs="?", help="its folder; none: this account's own")
    share = command(actions, "share", "open the vault's folder to a group of accounts")
    share.add_argument("group", help="of this workstation")
