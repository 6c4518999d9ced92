"""Formulas of derived measures: read without running anything, worked out on columns.

    [NI 154] / [households] * 100      sum(A, B, C)      max(A - B, 0)

Names are measure codes in square brackets, or plain letters. There are numbers, + - * / (also × ÷ −), brackets, and
sum, min and max.
"""
