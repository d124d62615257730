"""What do these tests stand on? An object store that is there as long as they are."""

import secrets

import pytest
import seaweedfs


@pytest.fixture(scope="session")
def seaweed():
    """A store of our own."""
    with seaweedfs.server() as started:
        yield started


@pytest.fixture
def bucket(seaweed):
    """How a part of it that nobody else uses is reached, as BucketStorage takes it."""
    settings = {"endpoint": seaweed.endpoint, "key_id": seaweedfs.KEY_ID, "key": seaweedfs.KEY}
    return {"address": f"s3://{seaweedfs.BUCKET}/{secrets.token_hex(8)}", **settings}
