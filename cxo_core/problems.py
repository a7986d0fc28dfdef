"""Everything that can go wrong and that a person can act on: one code each, with details.

The words a person reads hang on the same codes elsewhere; a bug is any other exception.
"""

from enum import StrEnum


class Code(StrEnum):
    """One code per thing a person can act on. The value is what logs, files and the protocol carry."""

    # The record
    EVENT_MALFORMED = "event-malformed"
    CHAIN_BROKEN = "chain-broken"
    NOTHING_TO_UNDO = "nothing-to-undo"
    NOTHING_TO_REDO = "nothing-to-redo"
    EVENT_NOT_FOUND = "event-not-found"
    REASON_MISSING = "reason-missing"
    WALKTHROUGH_SEALED = "walkthrough-sealed"
    CALENDAR_NOT_PUBLISHED = "calendar-not-published"
    TIME_IN_FUTURE = "time-in-future"
    NOT_FINISHED = "not-finished"
    NOT_READY_TO_SEAL = "not-ready-to-seal"
    NOT_SEALED = "not-sealed"
    OFFICE_MISSING = "office-missing"
    BUNDLE_GONE = "bundle-gone"

    # Schemes and service items
    DOCUMENT_HAS_MISTAKES = "document-has-mistakes"
    DOCUMENT_UNREADABLE = "document-unreadable"
    ITEM_MALFORMED = "item-malformed"
    ITEM_NOT_FOUND = "item-not-found"
    SCHEME_MALFORMED = "scheme-malformed"
    SCHEME_NOT_FOUND = "scheme-not-found"

    # Photos
    PHOTO_ANIMATED = "photo-animated"
    PHOTO_BROKEN = "photo-broken"
    PHOTO_CHANGING = "photo-changing"
    PHOTO_EMPTY = "photo-empty"
    PHOTO_MASK_BESIDE = "photo-mask-beside"
    PHOTO_TOO_LARGE = "photo-too-large"
    PHOTO_TOO_MANY_PIXELS = "photo-too-many-pixels"
    PHOTO_TOO_NARROW = "photo-too-narrow"
    PHOTO_UNKNOWN_FORMAT = "photo-unknown-format"
    PHOTO_UNREADABLE = "photo-unreadable"

    # Voice notes
    MICROPHONE_BUSY = "microphone-busy"
    MICROPHONE_LOST = "microphone-lost"
    MICROPHONE_MISSING = "microphone-missing"
    SOUND_NOT_INSTALLED = "sound-not-installed"
    SPEAKER_MISSING = "speaker-missing"
    VOICE_BROKEN = "voice-broken"
    VOICE_EMPTY = "voice-empty"
    VOICE_TOO_LONG = "voice-too-long"
    VOICE_UNKNOWN_FORMAT = "voice-unknown-format"
    VOICE_UNREADABLE = "voice-unreadable"

    # Getting pictures in
    CAMERA_BUSY = "camera-busy"
    CAMERA_LOST = "camera-lost"
    CAMERA_MISSING = "camera-missing"
    CAMERA_NOT_INSTALLED = "camera-not-installed"
    CAMERA_REFUSED = "camera-refused"
    HANDOVER_NO_NETWORK = "handover-no-network"
    WATCHED_FOLDER_GONE = "watched-folder-gone"

    # The vault
    BACKUP_DAMAGED = "backup-damaged"
    BACKUP_NEWER = "backup-newer"
    BACKUP_NOT_FOUND = "backup-not-found"
    DISK_FAILING = "disk-failing"
    DISK_FULL = "disk-full"
    EVIDENCE_DAMAGED = "evidence-damaged"
    EVIDENCE_MISSING = "evidence-missing"
    FOLDER_MISSING = "folder-missing"
    FOLDER_READ_ONLY = "folder-read-only"
    FOLDER_TAKEN = "folder-taken"
    KEYRING_LOCKED = "keyring-locked"
    MASK_IS_FINAL = "mask-is-final"
    PASSPHRASE_NEEDED = "passphrase-needed"
    PASSPHRASE_TOO_SHORT = "passphrase-too-short"
    PASSPHRASE_TOO_SOON = "passphrase-too-soon"
    PASSPHRASE_WRONG = "passphrase-wrong"
    PHOTO_BROUGHT_BACK = "photo-brought-back"
    PHOTO_DESTROYED = "photo-destroyed"
    PHOTO_ERASED = "photo-erased"
    RECORD_MOVED_ON = "record-moved-on"
    RECOVERY_KEY_WRONG = "recovery-key-wrong"
    VAULT_DAMAGED = "vault-damaged"
    VAULT_EXISTS = "vault-exists"
    VAULT_IN_USE = "vault-in-use"
    VAULT_MISSING = "vault-missing"
    VAULT_NEWER = "vault-newer"
    WALKTHROUGH_NOT_FOUND = "walkthrough-not-found"

    # Bundles and the keys they are sealed to
    BUNDLE_DAMAGED = "bundle-damaged"
    BUNDLE_DEVICE_UNEXPECTED = "bundle-device-unexpected"
    BUNDLE_EVIDENCE_DIFFERS = "bundle-evidence-differs"
    BUNDLE_EVIDENCE_MISSING = "bundle-evidence-missing"
    BUNDLE_EVIDENCE_UNRECORDED = "bundle-evidence-unrecorded"
    BUNDLE_HEAD_DIFFERS = "bundle-head-differs"
    BUNDLE_IDENTITY_DIFFERS = "bundle-identity-differs"
    BUNDLE_MEMBER_DAMAGED = "bundle-member-damaged"
    BUNDLE_MEMBER_MISSING = "bundle-member-missing"
    BUNDLE_MEMBER_UNEXPECTED = "bundle-member-unexpected"
    BUNDLE_NOT_A_BUNDLE = "bundle-not-a-bundle"
    BUNDLE_NOT_FOR_THIS_KEY = "bundle-not-for-this-key"
    BUNDLE_SIGNATURE_WRONG = "bundle-signature-wrong"
    BUNDLE_TOO_LARGE = "bundle-too-large"
    BUNDLE_UNKNOWN_VERSION = "bundle-unknown-version"
    BUNDLE_UNREADABLE = "bundle-unreadable"
    BUNDLE_WALKTHROUGH_DIFFERS = "bundle-walkthrough-differs"
    IDENTITY_UNREADABLE = "identity-unreadable"
    OFFICE_EXISTS = "office-exists"
    OFFICE_UNREADABLE = "office-unreadable"
    RECIPIENT_UNREADABLE = "recipient-unreadable"

    # Between laptop and office
    BUNDLE_CONFLICTS = "bundle-conflicts"
    BUNDLE_DEVICE_UNKNOWN = "bundle-device-unknown"
    CERTIFICATE_CHANGED = "certificate-changed"
    DEVICE_REVOKED = "device-revoked"
    DOCUMENT_NOT_SIGNED = "document-not-signed"
    ENROLMENT_CODE_UNKNOWN = "enrolment-code-unknown"
    ENROLMENT_EXPIRED = "enrolment-expired"
    ENROLMENT_UNREADABLE = "enrolment-unreadable"
    NOT_ENROLLED = "not-enrolled"
    OFFICE_ANSWERS_STRANGELY = "office-answers-strangely"
    OFFICE_BUSY = "office-busy"
    OFFICE_UNREACHABLE = "office-unreachable"
    PACK_NOT_SOUND = "pack-not-sound"
    PACK_OLDER = "pack-older"
    QUOTA_EXCEEDED = "quota-exceeded"
    REQUEST_MALFORMED = "request-malformed"
    STICK_FULL = "stick-full"
    STICK_GONE = "stick-gone"
    STICK_READ_ONLY = "stick-read-only"
    TASK_STARTED = "task-started"
    TASK_UNKNOWN = "task-unknown"
    TASK_WITHDRAWN = "task-withdrawn"
    TOKEN_UNKNOWN = "token-unknown"
    UPLOAD_DIGEST_DIFFERS = "upload-digest-differs"
    UPLOAD_EXPIRED = "upload-expired"
    UPLOAD_GONE = "upload-gone"
    UPLOAD_INCOMPLETE = "upload-incomplete"
    UPLOAD_OFFSET_DIFFERS = "upload-offset-differs"
    UPLOAD_TOO_LARGE = "upload-too-large"

    # The office's own house
    MATTER_NOT_FOUND = "matter-not-found"
    OFFICE_DATABASE_FAILING = "office-database-failing"
    OFFICE_DATABASE_NEWER = "office-database-newer"
    OFFICE_FILES_FAILING = "office-files-failing"
    OFFICE_SETTING_WRONG = "office-setting-wrong"
    PLACE_TAKEN = "place-taken"


class Problem(Exception):
    """A known problem: `code` says which, `details` fill the named fields of its sentence."""

    def __init__(self, code: Code, **details: object) -> None:
        super().__init__(code.value)
        self.code = code
        self.details = details

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={value}" for name, value in sorted(self.details.items()))
        return f"{self.code.value} ({shown})" if shown else self.code.value
