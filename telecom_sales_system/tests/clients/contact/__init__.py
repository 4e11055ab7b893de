from . import test_contact_canaries
from . import test_contact_doors
from . import test_contact_links
from . import test_contact_persons
from . import test_contact_readers
