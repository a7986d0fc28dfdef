"""A file that lies on a stick, stored as an upload that is whole, so that it goes the same way as all others."""

from collections.abc import Iterable

from cxo_central.house import House
from cxo_central.receiving.incoming import Incoming, remove_quietly
from cxo_central.storage.uploads import Upload, UploadStore


def store_whole(house: House, pieces: Iterable[bytes], size: int) -> str:
    """Takes the pieces of one file of `size` bytes. Returns the owner to call `receive` with; nothing is left on a failure.

    Raises Problem `upload-too-large` or `upload-incomplete` where the file is not as large as it was, and what the stores raise.
    """
    store = UploadStore(house.engine, house.now)
    days = house.settings.upload_days
    upload = store.begin(Upload.new(device="", size=size, sha256="", days=days, now=house.now()))
    incoming = Incoming(store, house.files, upload)
    is_stored = False
    try:
        incoming.take(pieces)
        incoming.finish().expect_whole()
        is_stored = True
    finally:
        incoming.abandon()
        if not is_stored:
            remove_quietly(house.files, store.drop(upload.id))
    return upload.id
