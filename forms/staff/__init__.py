"""What are members of staff asked, sequence by sequence?"""
