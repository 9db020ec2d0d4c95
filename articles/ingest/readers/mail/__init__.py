"""Mail: messages, mailboxes and newsletters, each message a page of its own.

headers       what the head states: subject, sender, date, address
bodies        which part is the page; pictures and attachments
plain_text    a text part as HTML                 quotations   replies and forwards
messages      a message as records                mailboxes    mbox, and Apple's .emlx
"""

from .mailboxes import read_apple_mail, read_mailbox
from .messages import read_mail

__all__ = ["read_apple_mail", "read_mail", "read_mailbox"]
