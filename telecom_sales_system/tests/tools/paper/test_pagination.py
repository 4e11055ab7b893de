from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ....tools.paper.pagination import Block, Piece, paginate


@tagged("post_install", "-at_install")
class TestPagination(BaseCase):
    def test_one_page(self):
        """5 + 2 + 3 rows + 1 = 11 rows fit on a page of 12."""
        blocks = [Block("opening", 5), Block("units", 2, (1, 1, 1), tail=1)]
        self.assertEqual(
            paginate(blocks, 12), [[Piece("opening"), Piece("units", 0, 3)]]
        )

    def test_long_table_goes_on_with_its_head(self):
        """A page of 10: head 2 + 8 rows, then head 2 + 2 rows + total."""
        pages = paginate([Block("people", 2, (1,) * 10, tail=1)], 10)
        self.assertEqual(
            pages,
            [
                [Piece("people", 0, 8, True, False)],
                [Piece("people", 8, 10, False, True)],
            ],
        )

    def test_total_is_not_left_alone(self):
        """Head 2 + 8 rows fill the page, the total does not fit: row 8 goes with it."""
        pages = paginate([Block("people", 2, (1,) * 8, tail=1)], 10)
        self.assertEqual([(p.start, p.stop) for [p] in pages], [(0, 7), (7, 8)])

    def test_table_that_would_begin_at_the_foot_begins_on_the_next_page(self):
        """7 used, head 2 + 3 rows = 12 > 10."""
        pages = paginate([Block("opening", 7), Block("units", 2, (1,) * 5)], 10)
        self.assertEqual(len(pages), 2)

    @given(
        st.lists(
            st.tuples(
                st.integers(1, 6),
                st.integers(0, 60),
                st.integers(0, 2),
            ),
            min_size=1,
            max_size=5,
        )
    )
    def test_every_row_once_in_order_and_no_page_overfull(self, drawn):
        blocks = {
            str(i): Block(str(i), head, (1, 1, 2, 1) * (rows // 4), tail)
            for i, (head, rows, tail) in enumerate(drawn)
        }
        seen = {key: [] for key in blocks}
        for page in paginate(list(blocks.values()), 20):
            height = 0
            for piece in page:
                block = blocks[piece.key]
                seen[piece.key] += range(piece.start, piece.stop)
                height += block.head + sum(block.row_heights[piece.start : piece.stop])
                height += block.tail if piece.is_last else 0
            self.assertLessEqual(height, 20)
        for key, rows in seen.items():
            self.assertEqual(rows, list(range(len(blocks[key].row_heights))))
