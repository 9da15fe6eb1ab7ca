"""What protects the data, in the words of a record of processing: only what the program does."""

MEASURES = (
    (
        "No transfer",
        "No process of the program opens an internet socket; on Linux the kernel refuses it.",
    ),
    (
        "Encryption",
        "Each matter is one encrypted file with a key of its own (AES-256); inside it values, pages"
        " and originals are sealed again with keys of each document (AES-256-GCM).",
    ),
    (
        "Keys",
        "Keys lie in the keyring of the operating system, never beside the data, or come from a"
        " passphrase or a recovery sheet.",
    ),
    (
        "Pseudonymous search",
        "Values are found through keyed hashes; the index holds no words in clear.",
    ),
    (
        "Minimisation",
        "Highly sensitive values are masked until somebody asks for them, which is noted in the"
        " log.",
    ),
    (
        "Separation",
        "Documents are parsed, and the vision model runs, in processes that hold no key.",
    ),
    (
        "Integrity",
        "Altered, older or missing parts of the vault are noticed; the logs of what was done are"
        " chained and can be checked by others.",
    ),
    (
        "Erasure",
        "Documents and matters end by destroying their keys, rows and files, with a certificate;"
        " legal holds stand in the way.",
    ),
    (
        "Availability",
        "Backups are one encrypted file, verified before they replace anything.",
    ),
)
"""Name and sentence of each measure."""
